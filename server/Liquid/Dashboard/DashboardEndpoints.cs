using Liquid.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Liquid.Dashboard;

/// <summary>
/// What the dashboard's page asks for: <c>prefix/dashboard/socket</c>, <c>POST prefix/dashboard/messages</c> and <c>DELETE
/// prefix/dashboard/instances/{id}</c>, each for the space that is named. Whoever may ask may see and change all spaces.
/// </summary>
internal static class DashboardEndpoints
{
    public const string Subprotocol = "liquid.dashboard.v1";

    public static void MapDashboard(this IEndpointRouteBuilder endpoints, DashboardFeed feed, TellingSocket socket)
    {
        var pipeline = endpoints.CreateApplicationBuilder();
        pipeline.UseWebSockets();
        pipeline.Run(context => TellAsync(context, feed, socket));
        endpoints.Map("/dashboard/socket", pipeline.Build())
            .WithDisplayName("Liquid dashboard socket")
            .WithMetadata(new DisableRequestTimeoutAttribute());
        endpoints.MapPost("/dashboard/messages", SendAsync).WithDisplayName("Liquid dashboard messages").ExcludeFromDescription();
        endpoints.MapDelete("/dashboard/instances/{id}", RemoveAsync).WithDisplayName("Liquid dashboard instance").ExcludeFromDescription();
    }

    private static async Task TellAsync(HttpContext context, DashboardFeed feed, TellingSocket socket)
    {
        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol))
        {
            await Problems.UnsupportedProtocol(Subprotocol).AnswerAsync(context);
        }
        else if (!OriginCheck.IsOwn(context.Request))
        {
            await Problems.ForbiddenOrigin(context.Request).AnswerAsync(context);
        }
        else
        {
            using var open = feed.Open();
            await socket.RunAsync(context, Subprotocol, (tell, gone) => TellAsync(feed, tell, gone));
        }
    }

    private static async Task TellAsync(
        DashboardFeed feed, Func<ReadOnlyMemory<byte>, ValueTask> tell, CancellationToken gone)
    {
        var viewer = new Viewer();
        while (!gone.IsCancellationRequested)
        {
            // Before the update: whoever reads slowly misses ticks in between, and no change.
            var next = feed.NextAsync;
            await tell(await feed.UpdateAsync(viewer));
            await next.WaitAsync(gone);
        }
    }

    private static Task<IResult> SendAsync(
        HttpContext context, Entry entry, IOptions<LiquidOptions> options, string space, string to, string? ttl = null) =>
        entry.AnswerOperatorAsync(
            context, space, found => MessagesEndpoint.PostToAsync(context, found, options.Value, to, ttl, source: "dashboard"));

    private static Task<IResult> RemoveAsync(HttpContext context, Entry entry, string id, string space) =>
        entry.AnswerOperatorAsync(context, space, found => InstancesEndpoint.TakeOutAsync(found, id));
}
