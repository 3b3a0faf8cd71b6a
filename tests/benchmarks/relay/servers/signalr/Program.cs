// A relay as a SignalR hub.
using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddSignalR(options => options.MaximumReceiveMessageSize = null);
var app = builder.Build();
app.MapHub<RelayHub>("/relay");
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("listening"));
app.Run();

internal sealed class RelayHub : Hub
{
    private static readonly ConcurrentDictionary<string, string> _connections = new();

    private string Id => Context.GetHttpContext()!.Request.Query["client"]!;

    public override Task OnConnectedAsync()
    {
        _connections[Id] = Context.ConnectionId;
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        _connections.TryRemove(Id, out _);
        return Task.CompletedTask;
    }

    public Task Send(string to, string body) =>
        to == "*" ? Clients.Others.SendAsync("message", body)
        : _connections.TryGetValue(to, out var target) ? Clients.Client(target).SendAsync("message", body)
        : Task.CompletedTask;
}
