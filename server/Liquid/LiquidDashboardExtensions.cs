using System.Diagnostics.CodeAnalysis;
using Liquid.Dashboard;
using Liquid.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the relay's dashboard.</summary>
public static class LiquidDashboardExtensions
{
    /// <summary>
    /// Maps the dashboard at the prefix itself, such as <c>/liquid/</c>. It shows all spaces and lets whoever sees it send to any
    /// instance and remove it, so give it a policy of its own: <c>RequireAuthorization("operators")</c> or
    /// <see cref="RequireLoopback"/>.
    /// </summary>
    /// <param name="endpoints">The host application.</param>
    /// <param name="prefix">The prefix of <c>MapLiquid</c>.</param>
    /// <returns>Conventions of the dashboard's endpoints, and of no others.</returns>
    /// <exception cref="InvalidOperationException"><c>AddLiquid</c> was not called.</exception>
    public static IEndpointConventionBuilder MapLiquidDashboard(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix = "/liquid")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<DashboardFeed>() is not { } feed)
        {
            throw new InvalidOperationException("Call builder.Services.AddLiquid() before app.MapLiquidDashboard().");
        }

        var group = endpoints.MapGroup(prefix);
        group.MapDashboardFiles();
        group.MapDashboard(feed, endpoints.ServiceProvider.GetRequiredService<TellingSocket>());
        return group;
    }

    /// <summary>
    /// Answers only who asks on this machine, by the name <c>localhost</c> or a loopback address; all others get 403. Behind a
    /// proxy nobody does.
    /// </summary>
    /// <param name="builder">What <see cref="MapLiquidDashboard"/> returned, or any other endpoints.</param>
    public static TBuilder RequireLoopback<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            var answer = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
                Loopback.IsLocal(context) ? answer(context) : Problems.NotLocal.AnswerAsync(context);
        });
        return builder;
    }
}
