using System.Globalization;
using Liquid.Messages;

namespace Liquid.Tests.Messages;

public sealed class WireTimeTests
{
    [Fact]
    public void A_time_is_written_alike_in_every_culture()
    {
        var usual = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { DateTimeFormat = { TimeSeparator = "." } };
        try
        {
            var time = new DateTimeOffset(2026, 11, 20, 13, 0, 0, 5, TimeSpan.FromHours(1));

            Assert.Equal("2026-11-20T12:00:00.005Z", WireTime.Of(time));
        }
        finally
        {
            CultureInfo.CurrentCulture = usual;
        }
    }
}
