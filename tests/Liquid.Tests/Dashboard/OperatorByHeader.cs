using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Liquid.Tests.Dashboard;

/// <summary>Takes whoever says so in a header for an operator, which is what the policy <c>operators</c> wants.</summary>
internal sealed class OperatorByHeader(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "X-Operator";
    public const string Policy = "operators";

    public static void Use(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, OperatorByHeader>("header", null);
        builder.Services.AddAuthorization(authorization =>
            authorization.AddPolicy(Policy, policy => policy.RequireRole("operator")));
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        Request.Headers.ContainsKey(Header)
            ? AuthenticateResult.Success(new(
                new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, "operator")], Scheme.Name)), Scheme.Name))
            : AuthenticateResult.NoResult());
}
