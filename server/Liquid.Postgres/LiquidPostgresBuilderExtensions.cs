using Liquid;
using Liquid.Postgres;
using Liquid.Postgres.Devices;
using Liquid.Stores;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the store that several nodes of the relay share.</summary>
public static class LiquidPostgresBuilderExtensions
{
    /// <summary>Makes <c>Liquid:Store=postgres</c> with <c>Liquid:Postgres=CONNECTIONSTRING</c> work.</summary>
    /// <param name="builder">What <c>AddLiquid</c> returned.</param>
    public static ILiquidBuilder AddPostgres(this ILiquidBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new StoreKind(
            "postgres",
            provider => ActivatorUtilities.CreateInstance<PostgresStore>(provider),
            store => new PostgresDeviceStore((PostgresStore)store)));
        return builder;
    }

    /// <summary>Lets messages wait in a PostgreSQL database, which several nodes may share.</summary>
    /// <param name="builder">What <c>AddLiquid</c> returned.</param>
    /// <param name="connectionString">
    /// As Npgsql writes it: <c>Host=localhost;Database=liquid;Username=liquid;Password=…</c>. The relay makes its tables in a schema
    /// <c>liquid</c> of that database.
    /// </param>
    public static ILiquidBuilder AddPostgres(this ILiquidBuilder builder, string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        builder.AddPostgres().Services.Configure<LiquidOptions>(options =>
            (options.Store, options.Postgres) = ("postgres", connectionString));
        return builder;
    }
}
