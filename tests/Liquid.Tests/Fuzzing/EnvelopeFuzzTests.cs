using Liquid.Messages;

namespace Liquid.Tests.Fuzzing;

[Collection(Alone.Name)]
public sealed class EnvelopeFuzzTests(ITestOutputHelper output)
{
    [Fact]
    public void Whatever_a_frame_holds_it_is_read_as_some_message_within_the_rules()
    {
        var run = FuzzRun.Start(usual: 5000, output);
        var read = new Dictionary<string, int>();
        for (var i = 0; i < run.Inputs; i++)
        {
            var seed = run.Seed + i;
            var message = Read(Mutation.Next(new Random(seed)), seed);
            read[message.GetType().Name] = read.GetValueOrDefault(message.GetType().Name) + 1;
        }

        output.WriteLine(string.Join(", ", read.Select(one => $"{one.Key} {one.Value}")));
        Assert.All([nameof(Hello), nameof(Send), nameof(Malformed), nameof(UnknownType)], type => Assert.Contains(type, read.Keys));
        run.End(output);
    }

    private static InstanceMessage Read(byte[] frame, int seed)
    {
        try
        {
            var end = Array.IndexOf(frame, (byte)'\n');
            var message = EnvelopeReader.Read(end < 0 ? frame : frame.AsSpan(0, end), new LiquidOptions());
            Assert.Null(EnvelopeRules.ProblemOf(message, new LiquidOptions()));
            Assert.True(message is not Malformed { Problem: "" or { Length: > 400 } });
            return message;
        }
        catch (Exception problem)
        {
            throw new InvalidOperationException($"Input {seed}: {Convert.ToHexString(frame)}", problem);
        }
    }
}
