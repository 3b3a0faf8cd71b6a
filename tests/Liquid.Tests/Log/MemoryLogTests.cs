using FsCheck;
using FsCheck.Fluent;
using Liquid.Log;
using Liquid.Messages;

namespace Liquid.Tests.Log;

public sealed class MemoryLogTests
{
    /// <summary>What may happen to a log with three readers: each number is one step.</summary>
    [Fact]
    public void Whatever_happens_everyone_reads_what_is_theirs_once_and_in_order() =>
        Prop.ForAll<byte[]>(steps => Run(steps).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(200));

    [Fact]
    public async Task What_everybody_applied_takes_no_room_any_more()
    {
        var log = new MemoryLog(TimeProvider.System, maxWaitingBytes: 2000);
        await log.OpenAsync("a");
        await log.OpenAsync("b");
        await log.OpenAsync("c");

        for (var id = 1; id <= 100; id++)
        {
            Assert.IsType<AppendResult.Committed>(await log.AppendAsync(Broadcast("a", id, 1000)));
            Assert.IsType<AppendResult.Full>(await log.AppendAsync(Broadcast("a", id + 1, 1000)));
            await log.AcknowledgeAsync("b", id);
            await log.AcknowledgeAsync("b", id);
            Assert.IsType<AppendResult.Full>(await log.AppendAsync(Broadcast("a", id + 1, 1000)));
            await log.AcknowledgeAsync("c", id);
        }
    }

    [Fact]
    public async Task Who_is_forgotten_keeps_nothing_waiting()
    {
        var log = new MemoryLog(TimeProvider.System, maxWaitingBytes: 2000);
        await log.OpenAsync("a");
        await log.OpenAsync("b");
        await log.AppendAsync(Broadcast("a", 1, 1000));
        Assert.IsType<AppendResult.Full>(await log.AppendAsync(Broadcast("a", 2, 1000)));

        await log.ForgetAsync("b");
        await log.OpenAsync("c");

        Assert.IsType<AppendResult.Committed>(await log.AppendAsync(Broadcast("a", 2, 1000)));
    }

    private static Submission Broadcast(string from, long id, int bytes) =>
        new(from, new Send(id, "*", "migration"), new MessageFrame(new byte[bytes], false), TimeSpan.FromDays(1), 0);

    /// <summary>Plays the steps beside a plain list per reader, and compares what is read at the end of each.</summary>
    private static async Task<bool> Run(byte[] steps)
    {
        string[] names = ["a", "b", "c"];
        var log = new MemoryLog(TimeProvider.System, maxWaitingBytes: 1_000_000);
        var expected = names.ToDictionary(name => name, _ => new List<long>());
        var ids = names.ToDictionary(name => name, _ => 0L);
        foreach (var name in names)
        {
            await log.OpenAsync(name);
        }

        foreach (var step in steps)
        {
            var (who, other, acknowledges) = (names[step % 3], names[step / 3 % 3], step >= 128);
            if (acknowledges)
            {
                var upTo = expected[who].ElementAtOrDefault(step % 5);
                await log.AcknowledgeAsync(who, upTo);
                expected[who].RemoveAll(number => number <= upTo);
            }
            else
            {
                var to = step % 2 == 0 ? "*" : other;
                var send = new Send(++ids[who], to, "migration");
                var submission = new Submission(who, send, new MessageFrame([], false), TimeSpan.FromDays(1), 0);
                var number = ((AppendResult.Committed)await log.AppendAsync(submission)).Answer.Number!.Value;
                foreach (var target in names.Where(name => to == "*" ? name != who : name == to))
                {
                    expected[target].Add(number);
                }
            }
        }

        foreach (var name in names)
        {
            Assert.Equal(expected[name], await ReadAllAsync(log, name));
        }

        return true;
    }

    private static async Task<List<long>> ReadAllAsync(MemoryLog log, string reader)
    {
        var batch = new LogEntry[3];
        var all = new List<long>();
        var position = (await log.OpenAsync(reader)).Cursor;
        while (await log.ReadAsync(reader, position, batch) is { Count: > 0 } read)
        {
            all.AddRange(batch.Take(read.Count).Select(entry => entry.Number));
            position = read.Position;
        }

        return all;
    }
}
