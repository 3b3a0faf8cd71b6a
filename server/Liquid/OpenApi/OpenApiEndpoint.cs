using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Liquid.OpenApi;

/// <summary>The description of all that scripts may ask for: <c>GET prefix/openapi.json</c>.</summary>
internal static class OpenApiEndpoint
{
    public static void MapDescription(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/openapi.json", ServeAsync).WithDisplayName("Liquid OpenAPI").ExcludeFromDescription();

    private static async Task ServeAsync(HttpContext context)
    {
        var provider = context.RequestServices.GetRequiredKeyedService<IOpenApiDocumentProvider>(LiquidDocument.Name);
        var document = await provider.GetOpenApiDocumentAsync(context.RequestAborted);

        // Where it was asked for, which behind a proxy is not where it listens.
        document.Servers = [new OpenApiServer { Url = $"{Endpoints.OriginCheck.Own(context.Request)}{context.Request.PathBase}" }];
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, context.RequestAborted));
    }
}
