using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Liquid.OpenApi;

/// <summary>
/// The OpenAPI document of the relay's own endpoints. It stands apart from documents of the host application, which leave
/// these endpoints out by their group.
/// </summary>
internal static class LiquidDocument
{
    public const string Name = "liquid";

    private const string Description = """
        What scripts may ask of a Liquid relay. Pages speak to it over a WebSocket at socket, which PROTOCOL.md describes with everything else.

        Where devices enter by tickets, give a code of one of them to pair/token and send the answer as a bearer token. Elsewhere, come as the
        host application wants it.
        """;

    public static void AddLiquidDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.ShouldInclude = description => description.GroupName == Name;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Liquid", Version = "1", Description = Description };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["ticket"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "The token that pair/token answers with, where Spaces is paired.",
                },
            };
            document.Security = [new() { [new OpenApiSecuritySchemeReference("ticket", document)] = [] }, []];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(CompleteAsync);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Integer))
            {
                // Numbers are written as numbers, whatever the host's own JSON takes.
                schema.Type = type & ~JsonSchemaType.String;
                schema.Pattern = null;
            }

            return context.JsonTypeInfo.Type == typeof(ProblemDetails) ? ExtendAsync(schema) : Task.CompletedTask;
        });
    });

    /// <summary>What the framework can't see, since bodies and values are read by hand.</summary>
    private static async Task CompleteAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.OperationId = metadata.OfType<OperationName>().Single().Name;
        foreach (var (name, type) in metadata.OfType<QueryValue>())
        {
            operation.Parameters!.OfType<OpenApiParameter>().Single(parameter => parameter.Name == name).Schema =
                new OpenApiSchema { Type = type };
        }

        if (metadata.OfType<RequestBody>().SingleOrDefault() is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = body.Description,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new()
                    {
                        Schema = await context.GetOrCreateSchemaAsync(body.Type, parameterDescription: null, cancellationToken),
                    },
                },
            };
        }
    }

    private static Task ExtendAsync(OpenApiSchema problem)
    {
        problem.Properties ??= new Dictionary<string, IOpenApiSchema>();
        problem.Properties["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What went wrong, for programs." };
        problem.Properties["retryable"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Boolean,
            Description = "Whether the same may succeed later.",
        };
        problem.Properties["retryAfterMs"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Description = "Milliseconds after which trying again makes sense.",
        };
        problem.Required = new HashSet<string> { "status", "detail", "code", "retryable" };
        return Task.CompletedTask;
    }
}
