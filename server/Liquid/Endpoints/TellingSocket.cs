using System.Net.WebSockets;
using Liquid.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Liquid.Endpoints;

/// <summary>A socket over which the relay tells and does not listen: what its peer says is passed over.</summary>
internal sealed class TellingSocket(Onlookers onlookers, IOptions<LiquidOptions> options)
{
    /// <summary>How long a peer may take to read what is left for it and to answer a close.</summary>
    private static readonly TimeSpan _closeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Opens it, tells until somebody ends it, and closes it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="subprotocol">What both speak.</param>
    /// <param name="tell">
    /// Tells by the function it is given; its token says that there is nobody to tell any more, or that the relay stops.
    /// </param>
    /// <param name="ended">Completes when the relay has another reason to end it.</param>
    public async Task RunAsync(
        HttpContext context,
        string subprotocol,
        Func<Func<ReadOnlyMemory<byte>, ValueTask>, CancellationToken, Task> tell,
        Task<CloseReason>? ended = null)
    {
        onlookers.Came();
        try
        {
            await TellAsync(context, subprotocol, tell, ended);
        }
        finally
        {
            onlookers.Went();
        }
    }

    private async Task TellAsync(
        HttpContext context,
        string subprotocol,
        Func<Func<ReadOnlyMemory<byte>, ValueTask>, CancellationToken, Task> tell,
        Task<CloseReason>? ended)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = subprotocol,
            KeepAliveInterval = options.Value.KeepAliveInterval,

            // Who does not even answer a ping holds what it is not told, so it goes.
            KeepAliveTimeout = options.Value.IdleTimeout,
        });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(onlookers.Ending);
        var hearing = HearAsync(socket, end);
        _ = ended?.ContinueWith(_ => TryCancel(end), TaskScheduler.Default);
        try
        {
            await tell(
                frame => socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None), end.Token);
        }
        catch (Exception cut) when (IsCut(cut))
        {
            // The peer is gone, or the relay stops.
        }

        var reason = ended is { IsCompletedSuccessfully: true } ? await ended
            : onlookers.Ending.IsCancellationRequested ? CloseReason.Stopping
            : CloseReason.Answered;
        await CloseAsync(socket, reason, hearing);
    }

    /// <summary>Waits for the close.</summary>
    private static async Task HearAsync(WebSocket socket, CancellationTokenSource end)
    {
        var passedOver = new byte[256];
        try
        {
            while ((await socket.ReceiveAsync(passedOver.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception cut) when (IsCut(cut))
        {
            // Gone without a word.
        }

        TryCancel(end);
    }

    private static async Task CloseAsync(WebSocket socket, CloseReason reason, Task hearing)
    {
        using var limit = new CancellationTokenSource(_closeTimeout);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(reason.Code, reason.Text, limit.Token);
            }

            await hearing.WaitAsync(limit.Token);
        }
        catch (Exception cut) when (IsCut(cut))
        {
            // It did not answer in time.
            socket.Abort();
            await hearing;
        }
    }

    private static void TryCancel(CancellationTokenSource end)
    {
        try
        {
            end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    private static bool IsCut(Exception problem) =>
        problem is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException;
}
