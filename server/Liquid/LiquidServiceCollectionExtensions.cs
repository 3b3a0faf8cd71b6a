using Liquid;
using Liquid.Connections;
using Liquid.Dashboard;
using Liquid.Devices;
using Liquid.Endpoints;
using Liquid.Log;
using Liquid.Memory;
using Liquid.OpenApi;
using Liquid.Quotas;
using Liquid.Spaces;
using Liquid.Stores;
using Liquid.Stores.Sqlite;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the relay's services.</summary>
public static class LiquidServiceCollectionExtensions
{
    /// <summary>Adds the relay. Map it with <c>app.MapLiquid("/liquid")</c>.</summary>
    /// <param name="services">The services of the host application.</param>
    /// <param name="configure">Changes the options; they are checked when the application starts.</param>
    public static ILiquidBuilder AddLiquid(this IServiceCollection services, Action<LiquidOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<LiquidOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LiquidOptions>, LiquidOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DataFolder>();
        AddKinds(services);
        services.TryAddSingleton(provider => ChosenKind(provider).Create(provider));
        services.TryAddSingleton<RecentMemory>();
        services.TryAddSingleton<FrameMemory>();
        services.TryAddSingleton<SpaceRegistry>();
        services.TryAddSingleton<OpenConnections>();
        services.TryAddSingleton(provider => ChosenKind(provider).Devices(provider.GetRequiredService<IStore>()));
        services.TryAddSingleton<Tickets>();
        services.TryAddSingleton<TicketCookies>();
        services.TryAddSingleton<RequestTickets>();
        services.TryAddSingleton<Visits>();
        services.TryAddSingleton<PairedEntrance>();
        services.TryAddSingleton<Pairing>();
        services.TryAddSingleton(provider => new ReachableOrigins(provider.GetRequiredService<IServer>()));
        services.TryAddSingleton<OpenPlaces>();
        services.TryAddSingleton<SpaceSelector>();
        services.TryAddSingleton<OriginCheck>();
        services.TryAddSingleton<Entry>();
        services.TryAddSingleton<SocketEndpoint>();
        services.TryAddSingleton<Onlookers>();
        services.TryAddSingleton<TellingSocket>();
        services.TryAddSingleton<WatchEndpoint>();
        services.TryAddSingleton<DashboardFeed>();
        services.AddLiquidDocument();
        services.AddMetrics();
        services.TryAddSingleton<LiquidMeter>();
        services.AddHealthChecks().AddCheck<StoreHealth>("liquid");
        services.TryAddSingleton<GracefulStop>();
        AddHandOver(services);
        services.AddHostedService<StoreStart>();
        services.AddHostedService(provider => provider.GetRequiredService<GracefulStop>());
        services.AddHostedService<Upkeep>();
        services.AddHostedService<DeviceUpkeep>();
        services.TryAddSingleton<TransportMemory>();
        services.TryAddSingleton<IHeap, ManagedHeap>();
        services.AddHostedService<QuietCollection>();
        return new LiquidBuilder(services);
    }

    /// <summary>Adds the relay with options from configuration.</summary>
    /// <param name="services">The services of the host application.</param>
    /// <param name="configuration">
    /// The section that holds the options, usually <c>builder.Configuration.GetSection("Liquid")</c>. A name in it that
    /// is no option stops the application at start, so that a misspelt setting does not go unnoticed.
    /// </param>
    public static ILiquidBuilder AddLiquid(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var builder = services.AddLiquid();
        services.Configure<LiquidOptions>(configuration);
        services.AddSingleton<IValidateOptions<LiquidOptions>>(new UnknownSettings(configuration));
        return builder;
    }

    /// <summary>
    /// First of all that configures Kestrel: an application that has endpoint defaults of its own replaces these, and connections stay
    /// within their requests, which works as well and takes more memory.
    /// </summary>
    private static void AddHandOver(IServiceCollection services)
    {
        if (!services.Any(service => service.ImplementationType == typeof(HandOverSetup)))
        {
            services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, HandOverSetup>());
        }
    }

    private static void AddKinds(IServiceCollection services)
    {
        if (!services.Any(service => service.ServiceType == typeof(StoreKind)))
        {
            services.AddSingleton(new StoreKind(
                "sqlite",
                provider => ActivatorUtilities.CreateInstance<SqliteStore>(provider),
                store => new SqliteDeviceStore((SqliteStore)store)));
            services.AddSingleton(new StoreKind(
                "memory", provider => ActivatorUtilities.CreateInstance<MemoryStore>(provider), _ => new MemoryDeviceStore()));
        }
    }

    private static StoreKind ChosenKind(IServiceProvider services)
    {
        var chosen = services.GetRequiredService<IOptions<LiquidOptions>>().Value.Store;
        return services.GetServices<StoreKind>().First(kind => kind.Name == chosen);
    }

    private sealed record LiquidBuilder(IServiceCollection Services) : ILiquidBuilder;
}
