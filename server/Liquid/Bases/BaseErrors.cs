using Liquid.Messages;
using Liquid.Stores;

namespace Liquid.Bases;

/// <summary>The errors about bases, each with what mends it.</summary>
internal static class BaseErrors
{
    /// <summary>An upload that is on its way takes about that long.</summary>
    private const int RetryUploadMs = 200;

    private const int RetrySoonMs = 1000;
    private const int RetryLaterMs = 30_000;

    public static Error Unknown(string fingerprint, bool isNamed) => new(
        ErrorCode.UnknownBase,
        isNamed
            ? $"The base {fingerprint} is not here yet. Ask again soon: its sender may be about to hand it over."
            : $"The base {fingerprint} is not here, and nothing that waits names it. Ask the sender to send again.",
        Retryable: isNamed,
        RetryAfterMs: isNamed ? RetryUploadMs : null,
        Fingerprint: fingerprint);

    public static Error Unnamed(string fingerprint) => new(
        ErrorCode.UnknownBase,
        $"No message that waits and no instance names the base {fingerprint}. Send the migration first, then its base.",
        Fingerprint: fingerprint);

    public static Error TooLarge(int bytes, LiquidOptions options, string fingerprint) => new(
        ErrorCode.TooLarge,
        $"The base has {bytes} bytes; the relay keeps {options.LargestBase}, so pages that differ from this one can't take what it "
        + $"sends. Raise {(options.MaxBaseBytes <= options.MaxBodyBytes ? nameof(options.MaxBaseBytes) : nameof(options.MaxBodyBytes))}.",
        Fingerprint: fingerprint);

    public static Error TooMany(LiquidOptions options, TimeSpan wait, string fingerprint) =>
        Errors.TooMany(options, wait, id: 0) with { Id = null, Fingerprint = fingerprint };

    public static Error Full(LiquidOptions options, string fingerprint) => new(
        ErrorCode.Unavailable,
        $"Messages that wait in this space name {options.MaxBasesPerSpace} other bases already. Hand it over later, or raise "
        + "MaxBasesPerSpace.",
        Retryable: true,
        RetryAfterMs: RetryLaterMs,
        Fingerprint: fingerprint);

    public static Error StoreUnavailable(StoreUnavailableException problem, string fingerprint) =>
        new(ErrorCode.Unavailable, problem.Message, Retryable: true, RetryAfterMs: RetrySoonMs, Fingerprint: fingerprint);
}
