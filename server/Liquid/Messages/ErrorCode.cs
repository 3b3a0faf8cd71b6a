namespace Liquid.Messages;

/// <summary>The codes of errors on the socket and of problems over HTTP.</summary>
internal static class ErrorCode
{
    public const string BadMessage = "bad_message";
    public const string UnknownType = "unknown_type";
    public const string UnsupportedVersion = "unsupported_version";
    public const string UnknownSpace = "unknown_space";
    public const string UnknownTarget = "unknown_target";
    public const string UnknownBase = "unknown_base";
    public const string TooLarge = "too_large";
    public const string WrongKey = "wrong_key";
    public const string ForbiddenOrigin = "forbidden_origin";
    public const string Forbidden = "forbidden";
    public const string NotPaired = "not_paired";
    public const string UnknownCode = "unknown_code";
    public const string UnknownDevice = "unknown_device";
    public const string RateLimited = "rate_limited";
    public const string Unavailable = "unavailable";
}
