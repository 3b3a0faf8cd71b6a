using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Liquid.Tests;

/// <summary>A client's end of a socket, which says and hears what a test wants, right or wrong.</summary>
internal sealed class TestSocket(ClientWebSocket socket) : IDisposable
{
    private readonly List<Frame> _passedOver = [];

    public WebSocket Raw => socket;

    public static async Task<TestSocket> OpenAsync(Uri address, Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("liquid.v1");
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Origin", $"http://{address.Authority}");
        configure?.Invoke(socket.Options);
        await socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        return new TestSocket(socket);
    }

    public Task SayAsync(JsonObject envelope, string? body = null) =>
        SayAsync(body is null ? envelope.ToJsonString() : $"{envelope.ToJsonString()}\n{body}");

    public Task SayAsync(string frame) => SayAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text);

    public Task SayAsync(byte[] frame, WebSocketMessageType type, bool endOfMessage = true) =>
        socket.SendAsync(frame, type, endOfMessage, TestContext.Current.CancellationToken);

    /// <summary>The next frame, whatever it is.</summary>
    public async Task<Frame> HearAsync()
    {
        if (_passedOver.Count > 0)
        {
            var first = _passedOver[0];
            _passedOver.RemoveAt(0);
            return first;
        }

        return await ReceiveAsync();
    }

    /// <summary>The next frame of a type (<c>close 4100</c> for a close); others stay to be heard later.</summary>
    public async Task<Frame> HearAsync(string type)
    {
        if (_passedOver.Find(frame => frame.Type == type) is { } heard)
        {
            _passedOver.Remove(heard);
            return heard;
        }

        while (true)
        {
            var frame = await ReceiveAsync();
            if (frame.Type == type)
            {
                return frame;
            }

            Assert.False(frame.CloseCode is not null, $"Closed with {frame.CloseCode} {frame.CloseText} while waiting for {type}.");
            _passedOver.Add(frame);
        }
    }

    /// <summary>Waits for the close, past everything else; returns its code.</summary>
    public async Task<int> HearCloseAsync()
    {
        Frame frame;
        do
        {
            frame = await HearAsync();
        }
        while (frame.CloseCode is null);

        return frame.CloseCode.Value;
    }

    /// <summary>All frames up to the pong of a ping sent now.</summary>
    public async Task<IReadOnlyList<Frame>> HearRestAsync()
    {
        await SayAsync("""{"type":"ping"}""");
        var rest = new List<Frame>();
        while (await HearAsync() is { Type: not "pong" } frame)
        {
            rest.Add(frame);
        }

        return rest;
    }

    /// <summary>Ends the connection as a person who closes the tab does.</summary>
    public Task CloseAsync() =>
        socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);

    public void Dispose() => socket.Dispose();

    private async Task<Frame> ReceiveAsync()
    {
        var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            ValueWebSocketReceiveResult result;
            try
            {
                result = await socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);
            }
            catch (WebSocketException)
            {
                return Frame.Close(socket);
            }

            if (result.MessageType == WebSocketMessageType.Close)
            {
                return await AnswerCloseAsync();
            }

            bytes.Write(buffer, 0, result.Count);
            if (result.EndOfMessage)
            {
                return Frame.Read(bytes.ToArray(), result.MessageType == WebSocketMessageType.Binary);
            }
        }
    }

    private async Task<Frame> AnswerCloseAsync()
    {
        var close = Frame.Close(socket);
        if (socket.State == WebSocketState.CloseReceived)
        {
            try
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);
            }
            catch (WebSocketException)
            {
                // A test that closes it in this moment has answered already.
            }
        }

        return close;
    }
}
