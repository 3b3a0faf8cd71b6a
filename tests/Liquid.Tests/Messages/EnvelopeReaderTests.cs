using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Liquid.Messages;

namespace Liquid.Tests.Messages;

public sealed class EnvelopeReaderTests
{
    private static readonly string _hello = new Identity("Chromium on Linux").Hello(41, "b1946ac92492d234").ToJsonString();

    [Fact]
    public void Random_bytes_are_read_as_some_message() =>
        Prop.ForAll<byte[]>(bytes => EnvelopeReader.Read(bytes, new LiquidOptions()) is not null).Check(Thorough);

    [Fact]
    public void A_hello_with_bytes_changed_is_read_as_some_message() =>
        Prop.ForAll<(NonNegativeInt At, byte Value)[]>(changes =>
        {
            var bytes = Encoding.UTF8.GetBytes(_hello);
            foreach (var (at, value) in changes)
            {
                bytes[at.Get % bytes.Length] = value;
            }

            return EnvelopeReader.Read(bytes, new LiquidOptions()) is not null;
        }).Check(Thorough);

    [Fact]
    public void A_hello_cut_short_anywhere_is_malformed()
    {
        var bytes = Encoding.UTF8.GetBytes(_hello);

        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.IsType<Malformed>(EnvelopeReader.Read(bytes.AsSpan(0, length), new LiquidOptions())));
        Assert.IsType<Hello>(EnvelopeReader.Read(bytes, new LiquidOptions()));
    }

    private static Config Thorough => Config.QuickThrowOnFailure.WithMaxTest(5000).WithEndSize(200);
}
