using System.CommandLine;
using System.Net.WebSockets;
using System.Text.Json;

namespace Liquid.Host.Commands;

/// <summary><c>watch</c>: who is in the space, and then who comes and goes, until it is interrupted.</summary>
internal static class Watch
{
    private const int SpaceGivenUp = 1012;

    private static readonly TimeSpan _longestDelay = TimeSpan.FromSeconds(10);

    public static Command Create(CommonOptions common)
    {
        var command = new Command(
            "watch", "Lists who is in the space, then tells who comes and goes until it is interrupted. Goes on when the relay is back.");
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => common.RunAsync(parsed, async relay =>
        {
            try
            {
                await FollowAsync(relay, parsed.GetValue(common.Json), cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Interrupted, which is its end.
            }
        }));
        return command;
    }

    private static async Task FollowAsync(Relay relay, bool asJson, CancellationToken cancellationToken)
    {
        // The first time, what keeps it from watching ends the command; later it may be a restart.
        var socket = await relay.WatchAsync(cancellationToken);
        var told = "";
        while (true)
        {
            using (socket)
            {
                await foreach (var line in ReadAsync(socket, cancellationToken))
                {
                    if (line != told)
                    {
                        Tell(line, asJson);
                    }

                    told = line;
                }

                if ((int?)socket.CloseStatus is >= 4100)
                {
                    throw new CommandFailure(ExitCode.Forbidden, socket.CloseStatusDescription ?? "The relay ended it.");
                }

                // An empty space is given up again and again; that it is still empty is no news.
                told = (int?)socket.CloseStatus == SpaceGivenUp ? told : "";
            }

            socket = await ComeAgainAsync(relay, cancellationToken);
        }
    }

    private static async Task<ClientWebSocket> ComeAgainAsync(Relay relay, CancellationToken cancellationToken)
    {
        for (var delay = TimeSpan.FromSeconds(0.25); ; delay = delay * 2 < _longestDelay ? delay * 2 : _longestDelay)
        {
            try
            {
                await Task.Delay(delay, cancellationToken);
                return await relay.WatchAsync(cancellationToken);
            }
            catch (CommandFailure failure) when (failure.ExitCode is ExitCode.Unreachable or ExitCode.Refused)
            {
                await Console.Error.WriteLineAsync($"{failure.Message} Trying again.");
            }
        }
    }

    /// <summary>What is told, frame by frame, up to the close or a cut.</summary>
    private static async IAsyncEnumerable<string> ReadAsync(
        ClientWebSocket socket, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await ReceiveAsync(socket, cancellationToken) is { } frame)
        {
            yield return frame;
        }
    }

    private static async Task<string?> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var frame = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            try
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    return null;
                }

                frame.Write(buffer, 0, read.Count);
                if (read.EndOfMessage)
                {
                    return System.Text.Encoding.UTF8.GetString(frame.GetBuffer(), 0, (int)frame.Length);
                }
            }
            catch (WebSocketException)
            {
                // Cut.
                return null;
            }
        }
    }

    private static void Tell(string line, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(line);
        }
        else if (JsonSerializer.Deserialize(line, AnswerJson.Plain.Told) is { } told)
        {
            Show(told);
        }
    }

    private static void Show(Told told)
    {
        if (told is { Type: "present", Instances: { } instances })
        {
            Instances.Show(instances);
        }
        else if (told is { Type: "presence", Change: { } change, Instance: { } instance })
        {
            Console.WriteLine($"{DateTime.Now:HH:mm:ss}  {Table.Plain(change),-9}  {Table.Plain(instance.Name)}  {Table.Plain(instance.Id)}");
        }
    }
}
