using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Liquid.Tests;

public sealed class LiquidOptionsTests
{
    [Theory]
    [InlineData("Spaces", "everyone", "Use Liquid:Spaces=paired or Liquid:Spaces=user or Liquid:Spaces=shared")]
    [InlineData("Store", "postgres", "AddPostgres()")]
    [InlineData("Store", "paper", "Use Liquid:Store=sqlite or Liquid:Store=memory")]
    [InlineData("MaxBodyBytes", "0", "1 to 1073741824 bytes")]
    [InlineData("MaxBaseBytes", "0", "1 to 1073741824 bytes")]
    [InlineData("MaxBasesPerSpace", "0", "bases")]
    [InlineData("MaxEnvelopeBytes", "10", "1024")]
    [InlineData("MaxEnvelopeDepth", "1", "levels")]
    [InlineData("MaxEnvelopeDepth", "65", "levels")]
    [InlineData("MaxNameLength", "19", "characters")]
    [InlineData("MaxConnectionsPerSpace", "0", "connections")]
    [InlineData("MaxConnectionsPerAddress", "0", "connections")]
    [InlineData("MaxNewSpacesPerHour", "0", "spaces per hour")]
    [InlineData("MaxPairingAttemptsPerAddress", "0", "a minute")]
    [InlineData("MaxPairingAttempts", "0", "a minute")]
    [InlineData("MaxInstancesPerSpace", "0", "instances")]
    [InlineData("MaxWaitingBytes", "5", "MaxBodyBytes")]
    [InlineData("MaxWaitingMessages", "0", "messages")]
    [InlineData("MaxRecentBytes", "-1", "bytes")]
    [InlineData("MaxRecentBytesPerSpace", "-1", "bytes")]
    [InlineData("MaxReceivingBytes", "1000000", "three times MaxBodyBytes")]
    [InlineData("MaxReceivingBytesPerSpace", "1000000", "three times MaxBodyBytes")]
    [InlineData("MaxSendsPerSecond", "0", "messages per second")]
    [InlineData("MaxUnacknowledged", "0", "messages")]
    [InlineData("MaxUnacknowledgedBytes", "0", "bytes")]
    [InlineData("HelloTimeout", "00:00:00", "hours:minutes:seconds")]
    [InlineData("FrameTimeout", "00:00:00", "hours:minutes:seconds")]
    [InlineData("IdleTimeout", "60", "hours:minutes:seconds")]
    [InlineData("KeepAliveInterval", "-00:00:01", "hours:minutes:seconds")]
    [InlineData("StopDelay", "00:06:00", "hours:minutes:seconds")]
    [InlineData("CollectWhenQuietFor", "00:00:00.5", "hours:minutes:seconds")]
    [InlineData("ForgetAfter", "00:00:00", "hours:minutes:seconds")]
    [InlineData("NodeTimeout", "00:00:00", "hours:minutes:seconds")]
    [InlineData("MaxTimeToLive", "00:00:00", "hours:minutes:seconds")]
    [InlineData("DefaultTimeToLive", "300.00:00:00", "30.00:00:00")]
    [InlineData("AllowedOrigins:0", "https://a.example/path", "no origin")]
    [InlineData("AllowedOrigins", "https://a.example", "--Liquid:AllowedOrigins:0=https://a.example")]
    [InlineData("Store:Name", "sqlite", "has one value")]
    [InlineData("Spacess", "shared", "is no setting")]
    public void A_setting_that_cannot_work_is_refused_by_name(string setting, string value, string remedy)
    {
        var problem = Assert.Throws<OptionsValidationException>(() => Bind(setting, value));

        Assert.Contains($"Liquid:{setting.Split(':')[0]}", problem.Message);
        Assert.Contains(remedy, problem.Message);
    }

    [Fact]
    public void PostgreSQL_needs_a_connection_string()
    {
        var services = new ServiceCollection();
        services.AddLiquid(options => options.Store = "postgres").AddPostgres();

        var problem = Assert.Throws<OptionsValidationException>(
            () => services.BuildServiceProvider().GetRequiredService<IOptions<LiquidOptions>>().Value);

        Assert.Contains("Liquid:Postgres=", problem.Message);
    }

    [Fact]
    public void Settings_are_bound_from_the_configuration()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), Bind("IdleTimeout", "00:05:00").IdleTimeout);
        Assert.Equal(["https://a.example"], Bind("AllowedOrigins:0", "https://a.example").AllowedOrigins);
        Assert.Equal("shared", Bind("Spaces", "shared").Spaces);
    }

    private static LiquidOptions Bind(string setting, string value)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new($"Liquid:{setting}", value)])
            .Build();
        var services = new ServiceCollection();
        services.AddLiquid(configuration.GetSection("Liquid"));
        return services.BuildServiceProvider().GetRequiredService<IOptions<LiquidOptions>>().Value;
    }

    [Fact]
    public void The_readme_lists_every_option_with_its_default()
    {
        var defaults = new LiquidOptions();
        var expected = typeof(LiquidOptions).GetProperties()
            .Select(property => (property.Name, Default: Written(property.GetValue(defaults))));

        var table = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "README.md"))
            .SkipWhile(line => line != "## Options")
            .SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => (cells[1].Trim('`'), cells[2].Trim('`')));

        Assert.Equal(expected.OrderBy(option => option.Name), table.OrderBy(option => option.Item1));
    }

    private static string Written(object? value) => value switch
    {
        TimeSpan time => time.ToString("c"),
        string or int or long => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}"),
        _ => "",
    };
}
