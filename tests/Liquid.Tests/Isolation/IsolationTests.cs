using Liquid.Tests.Stores;

namespace Liquid.Tests.Isolation;

/// <summary>
/// Two applications with two users each on one relay. What a space is told must be the same whether the others are busy or not
/// there at all: then nothing in it can tell of them. The same ids and fingerprints are used in all spaces, and each asks for
/// what is in the others.
/// </summary>
public sealed class IsolationTests(ITestOutputHelper output)
{
    private const int Steps = 60;

    private static readonly string[] _spaces = ["shop ann", "shop bob", "blog ann", "blog bob"];

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task No_frame_list_error_or_time_tells_a_space_of_another(string store)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("LIQUID_ISOLATION_SEED"), out var told) ? told : Random.Shared.Next();
        output.WriteLine($"LIQUID_ISOLATION_SEED={seed}");
        var script = Script(new Random(seed));

        var together = await RunAsync(store, script, _spaces);

        foreach (var space in _spaces)
        {
            var alone = await RunAsync(store, script, [space]);
            Assert.Equal(alone[space], together[space]);
            Assert.Contains(alone[space], line => line.Contains("unknown_target", StringComparison.Ordinal));
        }
    }

    /// <summary>Who does what, in an order that does not depend on which spaces take part.</summary>
    private static List<Step> Script(Random random)
    {
        var script = new List<Step>();
        foreach (var space in _spaces)
        {
            script.AddRange([new(space, "join", 0, 0), new(space, "join", 1, 0), new(space, "send", 0, IsolatedSpace.Instances)]);
        }

        string[] kinds = ["join", "leave", "send", "send", "post", "acknowledge", "rename", "fetch", "hand over", "list", "remove", "tick"];
        for (var i = 0; i < Steps * _spaces.Length; i++)
        {
            script.Add(new(
                _spaces[random.Next(_spaces.Length)],
                kinds[random.Next(kinds.Length)],
                random.Next(IsolatedSpace.Instances),
                random.Next(IsolatedSpace.Instances + 2)));
        }

        return script;
    }

    private static async Task<Dictionary<string, List<string>>> RunAsync(string store, List<Step> script, string[] taking)
    {
        using var folder = new TemporaryFolder();
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync(
            options =>
            {
                (options.Store, options.Data) = (store, store == "sqlite" ? folder.Path : null);
                options.SpaceOf = context => new(context.Request.Headers["X-Space"].ToString());
                (options.MaxInstancesPerSpace, options.MaxBasesPerSpace) = (IsolatedSpace.Instances - 1, 1);
            },
            time);
        var spaces = taking.ToDictionary(
            name => name, name => new IsolatedSpace(relay, name, elsewhere: _spaces[(Array.IndexOf(_spaces, name) + 1) % _spaces.Length]));
        foreach (var step in script)
        {
            if (step.Kind == "tick")
            {
                time.Advance(TimeSpan.FromMilliseconds(700));
            }
            else if (spaces.TryGetValue(step.Space, out var space))
            {
                await space.DoAsync(step);
            }
        }

        var heard = new Dictionary<string, List<string>>();
        foreach (var (name, space) in spaces)
        {
            heard[name] = await space.EndAsync();
        }

        return heard;
    }
}

/// <summary>One thing that somebody does in a space.</summary>
/// <param name="Space">The space.</param>
/// <param name="Kind">What is done.</param>
/// <param name="By">Which of its instances does it.</param>
/// <param name="To">To which; beyond the last: to one that is known elsewhere only, or to all.</param>
internal sealed record Step(string Space, string Kind, int By, int To);
