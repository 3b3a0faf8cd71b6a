using System.Text.Json.Nodes;

namespace Liquid.Tests;

/// <summary>An instance that has been welcomed.</summary>
internal sealed class TestInstance(Identity identity, TestSocket socket, Frame welcome) : IDisposable
{
    public Identity Identity => identity;

    public string Id => identity.Id;

    public TestSocket Socket => socket;

    public Frame Welcome => welcome;

    public string Epoch => (string)welcome["epoch"]!;

    public long Cursor => (long)welcome["cursor"]!;

    /// <summary>Sends a migration without waiting for an answer.</summary>
    public Task SendAsync(long id, string to, string body = "{}", long? ttl = null) =>
        SendAsync(new JsonObject { ["type"] = "send", ["id"] = id, ["to"] = to, ["kind"] = "migration" }, body, ttl);

    /// <summary>Sends a receipt, which no later message supersedes, and waits until it is committed.</summary>
    public async Task<Frame> AnswerAsync(long id, string to, string body = "{}")
    {
        await SendAsync(
            new JsonObject { ["type"] = "send", ["id"] = id, ["to"] = to, ["kind"] = "receipt", ["re"] = 1 }, body);
        return await socket.HearAsync("sent");
    }

    /// <summary>Sends a migration and waits until it is committed.</summary>
    public async Task<Frame> MigrateAsync(long id, string to, string body = "{}", long? ttl = null)
    {
        await SendAsync(id, to, body, ttl);
        return await socket.HearAsync("sent");
    }

    public Task AcknowledgeAsync(long cursor) =>
        socket.SayAsync(new JsonObject { ["type"] = "ack", ["cursor"] = cursor });

    public Task<Frame> HearAsync(string type) => socket.HearAsync(type);

    /// <summary>The next such change of presence, past others.</summary>
    public async Task<Frame> HearPresenceAsync(string change)
    {
        Frame presence;
        do
        {
            presence = await socket.HearAsync("presence");
        }
        while ((string)presence["change"]! != change);
        return presence;
    }

    public Task<IReadOnlyList<Frame>> HearRestAsync() => socket.HearRestAsync();

    /// <summary>Goes away, and returns when the relay knows.</summary>
    public Task LeaveAsync() => socket.CloseAsync();

    public void Dispose() => socket.Dispose();

    private Task SendAsync(JsonObject send, string body, long? ttl = null)
    {
        if (ttl is not null)
        {
            send["ttl"] = ttl;
        }

        return socket.SayAsync(send, body);
    }
}
