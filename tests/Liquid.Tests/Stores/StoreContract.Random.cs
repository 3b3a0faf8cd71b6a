using FsCheck;
using FsCheck.Fluent;
using Liquid.Messages;
using Liquid.Stores;

namespace Liquid.Tests.Stores;

/// <summary>What every store does, whatever happens.</summary>
public abstract partial class StoreContract
{
    /// <summary>Plays random steps beside a plain model, and compares what each reader is given at the end.</summary>
    [Fact]
    public async Task Whatever_happens_everyone_reads_what_is_theirs_once_and_in_order()
    {
        await using var store = await StartAsync(new LiquidOptions());
        var space = 0;
        Prop.ForAll<byte[]>(steps => PlayAsync(store, $"space {++space}", steps).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(100));
    }

    /// <summary>Each number is one step: an acknowledgement, a migration or a receipt, to one or to all.</summary>
    private async Task<bool> PlayAsync(IStore store, string space, byte[] steps)
    {
        string[] names = ["a", "b", "c"];
        var expected = names.ToDictionary(name => name, _ => new List<(long Number, string Key)>());
        await OpenAsync(store, space);
        foreach (var name in names)
        {
            await JoinAsync(store, name, space: space);
        }

        for (var id = 1; id <= steps.Length; id++)
        {
            var step = steps[id - 1];
            var (who, to) = (names[step % 3], step % 2 == 0 ? "*" : names[step / 3 % 3]);
            if (step >= 128)
            {
                var upTo = expected[who].ElementAtOrDefault(step % 5).Number;
                Acknowledge(store, space, who, upTo);
                expected[who].RemoveAll(message => message.Number <= upTo);
                continue;
            }

            var kind = step % 7 < 4 ? "migration" : "receipt";
            var number = Committed(await AppendAsync(store, who, id, to, kind, space: space)).Number!.Value;
            var key = kind == "migration" ? $"{who} to {to}" : $"receipt {number}";
            foreach (var target in names.Where(name => to == "*" ? name != who : name == to))
            {
                expected[target].RemoveAll(message => message.Key == key);
                expected[target].Add((number, key));
            }
        }

        foreach (var name in names)
        {
            Assert.Equal(expected[name].Select(message => message.Number), await NumbersAsync(store, name, space));
        }

        return true;
    }
}
