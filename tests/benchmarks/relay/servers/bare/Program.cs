// A floor: what ASP.NET itself costs. It accepts, receives, and has a channel and a pump for each connection; no store, no
// acknowledgements, no checks.
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Threading.Channels;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();
var channels = new ConcurrentDictionary<int, Channel<byte[]>>();

app.UseWebSockets();
app.Run(async context =>
{
    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    var id = int.Parse(context.Request.Path.Value![1..], CultureInfo.InvariantCulture);
    var channel = channels[id] = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    var pump = PumpAsync(socket, channel.Reader);
    try
    {
        while (await ReceiveAsync(socket) is { } message)
        {
            Relay(id, message);
        }
    }
    catch (WebSocketException)
    {
        // Cut.
    }

    channels.TryRemove(id, out _);
    channel.Writer.Complete();
    await pump;
});

app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("listening"));
app.Run();

void Relay(int from, byte[] message)
{
    if (message[0] != (byte)'*')
    {
        var to = int.Parse(message.AsSpan(0, 5), CultureInfo.InvariantCulture);
        channels.GetValueOrDefault(to)?.Writer.TryWrite(message);
        return;
    }

    foreach (var (id, other) in channels)
    {
        if (id != from)
        {
            other.Writer.TryWrite(message);
        }
    }
}

static async Task PumpAsync(WebSocket socket, ChannelReader<byte[]> messages)
{
    try
    {
        await foreach (var message in messages.ReadAllAsync())
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, true, CancellationToken.None);
        }
    }
    catch (WebSocketException)
    {
        // Cut.
    }
}

static async Task<byte[]?> ReceiveAsync(WebSocket socket)
{
    // Without a buffer until something comes, so that an idle connection holds none.
    var result = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
    var buffer = new byte[4096];
    var count = 0;
    while (result.MessageType != WebSocketMessageType.Close)
    {
        if (result.EndOfMessage)
        {
            return buffer[..count];
        }

        if (count == buffer.Length)
        {
            Array.Resize(ref buffer, count * 2);
        }

        result = await socket.ReceiveAsync(buffer.AsMemory(count), CancellationToken.None);
        count += result.Count;
    }

    return null;
}
