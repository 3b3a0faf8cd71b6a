using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Liquid.Tests.Endpoints;

public sealed class UserSpacesTests
{
    [Theory]
    [InlineData(ClaimTypes.NameIdentifier)]
    [InlineData("sub")]
    public async Task A_users_pages_see_each_other_and_no_other_users(string claim)
    {
        await using var relay = await StartAsync(claim, required: true);

        using var a = await JoinAsync(relay, "ann", "A");
        using var b = await JoinAsync(relay, "ann", "B");
        using var c = await JoinAsync(relay, "bob", "C");

        Assert.Equal(["A", "B"], b.Welcome["instances"]!.AsArray().Select(other => (string)other!["name"]!));
        Assert.Single(c.Welcome["instances"]!.AsArray());
        Assert.Contains("\"C\"", await ListAsync(relay, "bob"));
        Assert.DoesNotContain("\"C\"", await ListAsync(relay, "ann"));
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_told_to_sign_in()
    {
        await using var relay = await StartAsync(ClaimTypes.NameIdentifier, required: false);

        using var response = await relay.Http.GetAsync("/liquid/instances", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("Sign in", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_is_not_let_through_by_the_host_does_not_reach_the_relay()
    {
        await using var relay = await StartAsync(ClaimTypes.NameIdentifier, required: true);

        using var response = await relay.Http.GetAsync("/liquid/instances", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private static Task<TestRelay> StartAsync(string claim, bool required) => TestRelay.StartAsync(
        options => options.Spaces = "user",
        build: builder =>
        {
            builder.Services.AddAuthentication("header").AddScheme<SignedInByHeader.Claims, SignedInByHeader>(
                "header", options => options.UserClaim = claim);
            builder.Services.AddAuthorization();
        },
        map: (_, liquid) =>
        {
            if (required)
            {
                liquid.RequireAuthorization();
            }
        });

    private static async Task<TestInstance> JoinAsync(TestRelay relay, string user, string name)
    {
        var identity = new Identity(name);
        var socket = await relay.OpenAsync(options => options.SetRequestHeader("User", user));
        await socket.SayAsync(identity.Hello());
        return new TestInstance(identity, socket, await socket.HearAsync("welcome"));
    }

    private static async Task<string> ListAsync(TestRelay relay, string user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/liquid/instances") { Headers = { { "User", user } } };
        using var response = await relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Believes whatever the header <c>User</c> says.</summary>
    private sealed class SignedInByHeader(
        IOptionsMonitor<SignedInByHeader.Claims> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<SignedInByHeader.Claims>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers["User"] is not [{ } user])
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var identity = new ClaimsIdentity([new Claim(Options.UserClaim, user)], Scheme.Name);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
        }

        internal sealed class Claims : AuthenticationSchemeOptions
        {
            public string UserClaim { get; set; } = "";
        }
    }
}
