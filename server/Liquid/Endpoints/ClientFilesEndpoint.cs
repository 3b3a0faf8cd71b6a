using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Liquid.Endpoints;

/// <summary>Serves the client: <c>prefix/liquid.js</c> and the other files that the build embedded.</summary>
internal static class ClientFilesEndpoint
{
    public static void MapClientFiles(this IEndpointRouteBuilder endpoints)
    {
        foreach (var file in ClientFile.ReadAll("Liquid.Client."))
        {
            endpoints.MapMethods($"/{file.Name}", [HttpMethods.Get, HttpMethods.Head], (HttpContext context) => Serve(file, context))
                .WithDisplayName($"Liquid client {file.Name}")
                .ExcludeFromDescription();
        }
    }

    private static FileContentHttpResult Serve(ClientFile file, HttpContext context)
    {
        // Public code: pages of AllowedOrigins load its modules from here.
        context.Response.Headers[HeaderNames.AccessControlAllowOrigin] = "*";
        return Answer(file, context);
    }

    /// <summary>The file, compressed as the request accepts it.</summary>
    public static FileContentHttpResult Answer(ClientFile file, HttpContext context)
    {
        var encoding = Choose(context.Request);
        var headers = context.Response.Headers;
        headers[HeaderNames.Vary] = HeaderNames.AcceptEncoding;

        // Kept, but asked for again each time: the client must fit the relay that serves it.
        headers[HeaderNames.CacheControl] = "no-cache";
        headers[HeaderNames.XContentTypeOptions] = "nosniff";
        if (encoding is not null)
        {
            headers[HeaderNames.ContentEncoding] = encoding;
        }

        var content = encoding switch { "br" => file.Brotli, "gzip" => file.Gzip, _ => file.Content };
        var tag = encoding is null ? file.Tag : $"{file.Tag}-{encoding}";
        return TypedResults.Bytes(content, file.ContentType, entityTag: new EntityTagHeaderValue($"\"{tag}\""));
    }

    /// <summary>The smallest encoding that the request accepts; <see langword="null"/> for none.</summary>
    private static string? Choose(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        return Accepts("br") ? "br" : Accepts("gzip") ? "gzip" : null;

        bool Accepts(string encoding) =>
            (accepted.FirstOrDefault(a => a.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase))
                ?? accepted.FirstOrDefault(a => a.Value == "*")) is { } found
            && found.Quality is not 0;
    }
}
