using System.Net;
using Liquid.Tests.Faults;
using Liquid.Tests.Stores;
using Microsoft.AspNetCore.Builder;

namespace Liquid.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("instances")]
    [InlineData("instances --server")]
    [InlineData("instances --server localhost:5090")]
    [InlineData("instances --server http://127.0.0.1:5090 --jsno")]
    [InlineData("instnaces --server http://127.0.0.1:5090")]
    [InlineData("send --server http://127.0.0.1:5090")]
    [InlineData("send id /no/such/file --server http://127.0.0.1:5090")]
    [InlineData("broadcast --ttl soon --server http://127.0.0.1:5090")]
    public async Task A_wrong_command_line_is_told_on_the_error_stream(string line)
    {
        using var program = new Program();

        var (code, output, error) = await program.RunAsync(line.Split(' '));

        Assert.Equal((2, ""), (code, output));
        Assert.NotEmpty(error);
        Assert.DoesNotContain("   at ", error);
    }

    [Theory]
    [InlineData("--help", "instances watch send broadcast pair --urls Exit")]
    [InlineData("send --help", "<instance> <file> --ttl --server --json")]
    [InlineData("pair --help", "<code> tickets.json")]
    public async Task The_help_tells_what_there_is(string line, string words)
    {
        using var program = new Program();

        var (code, output, error) = await program.RunAsync(line.Split(' '));

        Assert.Equal((0, ""), (code, error));
        Assert.All(words.Split(' '), word => Assert.Contains(word, output));
    }

    [Fact]
    public async Task A_relay_that_is_not_there_has_an_exit_code_of_its_own()
    {
        Uri gone;
        await using (var relay = await TestRelay.StartAsync())
        {
            gone = new(relay.Origin);
        }

        using var program = new Program();

        foreach (var command in new[] { "instances", "watch", "pair" })
        {
            var (code, output, error) = await program.RunAsync([command, "--server", gone.ToString()]);

            Assert.Equal((3, ""), (code, output));
            Assert.Contains(gone.Authority, error);
            Assert.DoesNotContain("   at ", error);
        }
    }

    [Fact]
    public async Task What_is_no_relay_is_told_apart_from_one_that_knows_no_such_thing()
    {
        await using var relay = await TestRelay.StartAsync(map: (app, _) => app.MapGet("/page/instances", () => "<html>"));
        using var program = new Program();

        var (missing, _, advice) = await program.RunAsync(["instances", "--server", $"{relay.Origin}/elsewhere"]);
        var (other, _, _) = await program.RunAsync(["instances", "--server", $"{relay.Origin}/page"]);

        Assert.Equal((3, 3), (missing, other));
        Assert.Contains("http://HOST/PREFIX", advice);
    }

    [Fact]
    public async Task As_a_relay_it_shows_the_dashboard_where_it_is_told_to()
    {
        using var bare = new RelayProcess("--Liquid:Store=memory");
        using var shown = new RelayProcess("--Liquid:Store=memory", "--Dashboard=true");
        await bare.StartAsync();
        await shown.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(bare));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(shown));
    }

    private static async Task<HttpStatusCode> StatusAsync(RelayProcess relay)
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(relay.Address, "/liquid/"), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
