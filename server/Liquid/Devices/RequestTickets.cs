using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Liquid.Devices;

/// <summary>The tickets that a request brings: browsers keep theirs in cookies, programs name one as a bearer token.</summary>
internal sealed class RequestTickets(Tickets tickets, TicketCookies cookies)
{
    private const string Scheme = "Bearer ";

    /// <summary>The devices whose tickets a request brings, whether these are still good or not.</summary>
    public IReadOnlyList<string> Read(HttpRequest request) =>
        BearerOf(request) is { } device ? [device] : cookies.Read(request);

    /// <summary>
    /// The device that a program speaks for. None if the token is no ticket: then it is for the host application, and whoever
    /// brings it may be a browser.
    /// </summary>
    public string? BearerOf(HttpRequest request) =>
        request.Headers[HeaderNames.Authorization].ToString() is { } header
        && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? tickets.Read(header[Scheme.Length..].Trim())
            : null;
}
