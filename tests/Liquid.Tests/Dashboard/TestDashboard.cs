using System.Text.Json.Nodes;

namespace Liquid.Tests.Dashboard;

/// <summary>Somebody who looks at the dashboard: what its socket told them, taken together.</summary>
internal sealed class TestDashboard : IDisposable
{
    private readonly TestSocket _socket;
    private readonly ManualTime _time;

    private TestDashboard(TestSocket socket, ManualTime time) => (_socket, _time) = (socket, time);

    public static Uri AddressOf(TestRelay relay) => new(relay.SocketAddress, "/liquid/dashboard/socket");

    public Dictionary<string, JsonObject> Spaces { get; } = [];

    public List<JsonObject> Receipts { get; } = [];

    public List<JsonObject> Samples { get; } = [];

    public JsonObject Last { get; private set; } = [];

    /// <summary>All that was told, as it was written.</summary>
    public List<string> Told { get; } = [];

    /// <summary>Opens it, and hears how things stand.</summary>
    public static async Task<TestDashboard> OpenAsync(TestRelay relay, ManualTime time)
    {
        var socket = await TestSocket.OpenAsync(
            AddressOf(relay), options => options.AddSubProtocol("liquid.dashboard.v1"));
        var dashboard = new TestDashboard(socket, time);
        await dashboard.HearAsync();
        return dashboard;
    }

    /// <summary>Lets seconds pass until what was told makes this true.</summary>
    public async Task UntilAsync(Func<TestDashboard, bool> isSo)
    {
        while (!isSo(this))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await HearAsync();
        }
    }

    public Task<int> HearCloseAsync() => _socket.HearCloseAsync();

    public void Dispose() => _socket.Dispose();

    private async Task HearAsync()
    {
        var frame = await _socket.HearAsync();
        Assert.True(frame.CloseCode is null, $"Closed with {frame.CloseCode} {frame.CloseText}.");
        Last = frame.Envelope;
        Told.Add(Last.ToJsonString());
        foreach (var name in Last["gone"]!.AsArray())
        {
            Spaces.Remove((string)name!);
        }

        foreach (var space in Last["spaces"]!.AsArray())
        {
            Spaces[(string)space!["name"]!] = space.AsObject();
        }

        Receipts.AddRange(Last["receipts"]!.AsArray().Select(receipt => receipt!.AsObject()));
        Samples.AddRange(Last["samples"]!.AsArray().Select(sample => sample!.AsObject()));
    }
}
