using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Liquid.Endpoints;

/// <summary>Says which space a request belongs to.</summary>
internal sealed class SpaceSelector(IOptions<LiquidOptions> options)
{
    private const string Shared = "shared";

    /// <returns>The space's name, or <see langword="null"/> when the request may enter none.</returns>
    public ValueTask<string?> SpaceOf(HttpContext context) =>
        options.Value.SpaceOf is { } choose ? choose(context) : new(Shared);
}
