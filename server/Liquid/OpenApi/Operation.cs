using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace Liquid.OpenApi;

/// <summary>Says of an endpoint what the OpenAPI document tells.</summary>
internal static class Operation
{
    public static RouteHandlerBuilder Describe(
        this RouteHandlerBuilder endpoint, string name, string summary, int success, Type? answer = null, params int[] problems)
    {
        // No endpoint name: those are the application's, which may map the relay more than once.
        endpoint.WithMetadata(new OperationName(name)).WithDisplayName($"Liquid {name}").WithSummary(summary).WithTags("Liquid")
            .WithGroupName(LiquidDocument.Name)
            .Produces(success, answer, answer is null ? null : "application/json");
        foreach (var status in problems.Append(StatusCodes.Status403Forbidden).Append(StatusCodes.Status503ServiceUnavailable))
        {
            endpoint.ProducesProblem(status);
        }

        return endpoint;
    }

    /// <summary>What type a value of the query is of, where it is read by hand.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, string name, JsonSchemaType type) =>
        endpoint.WithMetadata(new QueryValue(name, type));

    /// <summary>
    /// What the body holds. Nothing is said to the framework, which would refuse bodies by the type that a request names, and
    /// <c>curl -d</c> names that of a form.
    /// </summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, string description) =>
        endpoint.WithMetadata(new RequestBody(typeof(T), description));
}

/// <summary>What an operation is called in the document.</summary>
internal sealed record OperationName(string Name);

/// <summary>A value of the query.</summary>
internal sealed record QueryValue(string Name, JsonSchemaType Type);

/// <summary>What the body of a request holds.</summary>
internal sealed record RequestBody(Type Type, string Description);
