using System.Buffers;
using System.Net.WebSockets;
using Liquid.Connections;

namespace Liquid.Tests.Connections;

public sealed class OutgoingFrameTests
{
    [Theory]
    [InlineData(0, false, "8100")]
    [InlineData(125, false, "817D")]
    [InlineData(126, false, "817E007E")]
    [InlineData(65_535, true, "827EFFFF")]
    [InlineData(65_536, true, "827F0000000000010000")]
    public void A_header_says_kind_and_length(int length, bool isBinary, string expected)
    {
        var output = new ArrayBufferWriter<byte>();

        new OutgoingFrame(new byte[length], isBinary).WriteHeader(output);

        Assert.Equal(expected, Convert.ToHexString(output.WrittenSpan));
    }

    /// <summary>
    /// They wait for a reader that comes back and go out together, around the sizes at which a header grows and a write is cut.
    /// </summary>
    [Fact]
    public async Task Messages_of_all_sizes_that_go_out_together_arrive_whole_and_in_order()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        var away = await relay.JoinAsync();
        await away.LeaveAsync();
        int[] sizes = [0, 1, 17, 65_300, 65_400, 65_500, 65_600, 3, 131_072, 200_000, 5, 1_000_003, 0, 9];
        for (var i = 0; i < sizes.Length; i++)
        {
            await a.AnswerAsync(i + 1, away.Id, BodyOf(sizes[i]));
        }

        using var back = await relay.JoinAsync(away.Identity);

        foreach (var size in sizes)
        {
            var message = await back.HearAsync("message");
            Assert.Equal(BodyOf(size), message.Text);
        }

        Assert.Equal(WebSocketState.Open, back.Socket.Raw.State);
        away.Dispose();
    }

    private static string BodyOf(int size) => string.Concat(Enumerable.Range(0, (size / 7) + 1).Select(i => $"{i:x7}"))[..size];
}
