using System.Security.Claims;
using System.Text;
using Liquid.Devices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Liquid.Endpoints;

/// <summary>Says which space a request belongs to.</summary>
internal sealed class SpaceSelector(IOptions<LiquidOptions> options, PairedEntrance paired)
{
    private const string Shared = "shared";

    /// <summary>Whether devices enter by tickets.</summary>
    public bool IsPaired => options.Value is { SpaceOf: null, Spaces: "paired" };

    /// <returns>The space's name, or <see langword="null"/> when the request may enter none.</returns>
    public async ValueTask<string?> SpaceOf(HttpContext context) =>
        await NameOf(context) is { } name && IsText(name) ? name : null;

    /// <summary>What lets a request in that belongs to no space.</summary>
    public string Remedy => options.Value switch
    {
        { SpaceOf: not null } => "This request belongs to no space. Sign in first, or see the application's SpaceOf option.",
        { Spaces: "user" } =>
            "Nobody is signed in, so this request belongs to no space. Sign in to the application first; it names its users by "
            + "the claim NameIdentifier or sub.",
        _ => "This request brings no ticket of a device. Open a page of this relay in the browser first, or come in with a code "
            + "of a device: POST pair/join in a browser, POST pair/token in a program.",
    };

    private async ValueTask<string?> NameOf(HttpContext context) => options.Value switch
    {
        { SpaceOf: { } choose } => await choose(context),
        { Spaces: "paired" } => (await paired.FindAsync(context.Request))?.Space,
        { Spaces: "user" } => SpaceOf(context.User),
        _ => Shared,
    };

    /// <summary>
    /// Whether every store keeps it as it is: two names that look the same in one would be one space there, and a NUL is refused by some.
    /// </summary>
    private static bool IsText(string name) =>
        !name.Contains('\0', StringComparison.Ordinal) && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)) == name;

    private static string? SpaceOf(ClaimsPrincipal user) =>
        user.Identities.Where(identity => identity.IsAuthenticated)
            .Select(identity => identity.FindFirst(ClaimTypes.NameIdentifier) ?? identity.FindFirst("sub"))
            .FirstOrDefault(claim => claim is { Value.Length: > 0 }) is { } id
            ? $"user {id.Value}"
            : null;
}
