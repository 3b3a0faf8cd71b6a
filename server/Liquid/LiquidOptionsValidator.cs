using Liquid.Stores;
using Microsoft.Extensions.Options;

namespace Liquid;

/// <summary>Refuses settings that cannot work at start, each by its name and with what would be right.</summary>
internal sealed class LiquidOptionsValidator(IEnumerable<StoreKind> stores) : IValidateOptions<LiquidOptions>
{
    private const string Postgres = "postgres";

    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);
    private static readonly TimeSpan _tenYears = TimeSpan.FromDays(3650);

    public ValidateOptionsResult Validate(string? name, LiquidOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();

        if (options.Store == Postgres && !stores.Any(kind => kind.Name == Postgres))
        {
            problems.AddError(
                "Liquid:Store=postgres is of the package Liquid.Postgres: add that, and call AddLiquid(…).AddPostgres().");
        }
        else
        {
            Known(problems, nameof(options.Store), options.Store, [.. stores.Select(kind => kind.Name)]);
        }

        if (options.Store == Postgres && string.IsNullOrWhiteSpace(options.Postgres))
        {
            problems.AddError(
                "Liquid:Store=postgres needs a database: --Liquid:Postgres=\"Host=localhost;Database=liquid;Username=liquid;Password=…\"");
        }

        if (options.SpaceOf is null)
        {
            Known(problems, nameof(options.Spaces), options.Spaces, ["paired", "user", "shared"]);
        }

        Between(problems, nameof(options.MaxBodyBytes), options.MaxBodyBytes, 1, 1024 * 1024 * 1024, "bytes");
        Between(problems, nameof(options.MaxBaseBytes), options.MaxBaseBytes, 1, 1024 * 1024 * 1024, "bytes");
        Between(problems, nameof(options.MaxBasesPerSpace), options.MaxBasesPerSpace, 1, 1_000_000, "bases");
        Between(problems, nameof(options.MaxEnvelopeBytes), options.MaxEnvelopeBytes, 1024, 1024 * 1024, "bytes");
        Between(problems, nameof(options.MaxEnvelopeDepth), options.MaxEnvelopeDepth, 2, 64, "levels");
        Between(problems, nameof(options.MaxNameLength), options.MaxNameLength, 20, 1000, "characters");
        Between(problems, nameof(options.MaxInstancesPerSpace), options.MaxInstancesPerSpace, 1, 1_000_000, "instances");
        Between(problems, nameof(options.MaxConnectionsPerSpace), options.MaxConnectionsPerSpace, 1, 1_000_000, "connections");
        Between(
            problems, nameof(options.MaxConnectionsPerAddress), options.MaxConnectionsPerAddress, 1, 1_000_000, "connections");
        Between(problems, nameof(options.MaxNewSpacesPerHour), options.MaxNewSpacesPerHour, 1, 1_000_000, "spaces per hour");
        Between(
            problems, nameof(options.MaxPairingAttemptsPerAddress), options.MaxPairingAttemptsPerAddress, 1, 1000, "a minute");
        Between(problems, nameof(options.MaxPairingAttempts), options.MaxPairingAttempts, 1, 10_000, "a minute");
        Between(problems, nameof(options.MaxWaitingBytes), options.MaxWaitingBytes, options.MaxBodyBytes, long.MaxValue,
            "bytes (at least MaxBodyBytes, or the largest message would never fit)");

        Between(problems, nameof(options.MaxWaitingMessages), options.MaxWaitingMessages, 1, 100_000_000, "messages");
        Between(problems, nameof(options.MaxRecentBytes), options.MaxRecentBytes, 0, long.MaxValue, "bytes");
        Between(problems, nameof(options.MaxRecentBytesPerSpace), options.MaxRecentBytesPerSpace, 0, long.MaxValue, "bytes");

        // The buffer doubles, and while it is copied both are there.
        var largest = 3L * (options.MaxBodyBytes + options.MaxEnvelopeBytes);
        const string fits = "bytes (at least three times MaxBodyBytes and MaxEnvelopeBytes, or the largest message would never fit)";
        Between(problems, nameof(options.MaxReceivingBytes), options.MaxReceivingBytes, largest, long.MaxValue, fits);
        Between(
            problems, nameof(options.MaxReceivingBytesPerSpace), options.MaxReceivingBytesPerSpace, largest, long.MaxValue, fits);

        Between(problems, nameof(options.MaxSendsPerSecond), options.MaxSendsPerSecond, 1, 1_000_000, "messages per second");
        Between(problems, nameof(options.MaxUnacknowledged), options.MaxUnacknowledged, 1, 1_000_000, "messages");
        Between(
            problems, nameof(options.MaxUnacknowledgedBytes), options.MaxUnacknowledgedBytes, 1, int.MaxValue, "bytes");

        Between(problems, nameof(options.HelloTimeout), options.HelloTimeout, _second, _day);
        Between(problems, nameof(options.FrameTimeout), options.FrameTimeout, _second, _day);
        Between(problems, nameof(options.IdleTimeout), options.IdleTimeout, _second, _day);
        Between(problems, nameof(options.KeepAliveInterval), options.KeepAliveInterval, TimeSpan.Zero, _day);
        Between(problems, nameof(options.StopDelay), options.StopDelay, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        if (options.CollectWhenQuietFor != TimeSpan.Zero)
        {
            Between(problems, nameof(options.CollectWhenQuietFor), options.CollectWhenQuietFor, _second, _day);
        }

        Between(problems, nameof(options.ForgetAfter), options.ForgetAfter, _second, _tenYears);
        Between(problems, nameof(options.NodeTimeout), options.NodeTimeout, _second, _day);
        Between(problems, nameof(options.MaxTimeToLive), options.MaxTimeToLive, _second, _tenYears);
        Between(problems, nameof(options.DefaultTimeToLive), options.DefaultTimeToLive, _second, options.MaxTimeToLive);

        foreach (var origin in options.AllowedOrigins)
        {
            if (!IsOrigin(origin))
            {
                problems.AddError(
                    $"Liquid:AllowedOrigins holds \"{origin}\", which is no origin. Write scheme, host and port only, as in https://app.example.org.");
            }
        }

        return problems.Build();
    }

    private static void Known(ValidateOptionsResultBuilder problems, string option, string value, string[] works)
    {
        if (!works.Contains(value))
        {
            var remedy = string.Join(" or ", works.Select(known => $"Liquid:{option}={known}"));
            problems.AddError($"Liquid:{option}=\"{value}\" is not known. Use {remedy}.");
        }
    }

    private static void Between(
        ValidateOptionsResultBuilder problems, string option, long value, long least, long most, string unit)
    {
        if (value < least || value > most)
        {
            problems.AddError($"Liquid:{option}={value} is out of range. Use {least} to {most} {unit}.");
        }
    }

    private static void Between(
        ValidateOptionsResultBuilder problems, string option, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
        {
            problems.AddError(
                $"Liquid:{option}={value:c} is out of range. Use {least:c} to {most:c}, written as [days.]hours:minutes:seconds.");
        }
    }

    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Host.Length > 0
        && string.Equals(origin, uri.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
        && uri.UserInfo.Length == 0;
}
