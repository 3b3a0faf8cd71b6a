using System.Buffers;

namespace Liquid.Messages;

/// <summary>What members have to be beyond their JSON types.</summary>
internal static class EnvelopeRules
{
    public const string Everyone = "*";
    public const string Migration = "migration";
    public const string Receipt = "receipt";
    public const string Note = "note";

    /// <summary>What JavaScript can tell from its neighbours: 2^53 - 1.</summary>
    private const long MaxNumber = (1L << 53) - 1;

    private const int IdCharacters = 22;
    private const int PageCharacters = 2048;
    private const int EpochCharacters = 64;
    private const int FingerprintCharacters = 16;
    private const int KindCharacters = 16;
    private const int WordCharacters = 32;

    private static readonly SearchValues<char> _base64Url =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly SearchValues<char> _hexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>What is wrong with a message, as a sentence; <see langword="null"/> if nothing is.</summary>
    public static string? ProblemOf(InstanceMessage message, LiquidOptions options) => message switch
    {
        Hello hello => ProblemOf(hello, options),
        Rename rename => ProblemOfName(rename.Name, options),
        Send send => ProblemOf(send),
        Ack ack => ProblemOfCursor(ack.Cursor),
        Base given => ProblemOfFingerprint("fingerprint", given.Fingerprint),
        Fetch fetch => ProblemOfFingerprint("fingerprint", fetch.Fingerprint),
        _ => null,
    };

    private static string? ProblemOf(Hello hello, LiquidOptions options) =>
        !IsId(hello.Instance) ? "\"instance\" is 22 characters of base64url."
        : !IsId(hello.Key) ? "\"key\" is 22 characters of base64url."
        : ProblemOfCursor(hello.Cursor ?? 0) is { } problem ? problem
        : hello.Epoch is { Length: > EpochCharacters } ? "\"epoch\" is what the relay's welcome said."
        : hello.Kind is { } kind && !IsKind(kind) ? $"\"kind\" is a word of up to {KindCharacters} small letters."
        : !IsPage(hello.Page) ? $"\"page\" is an absolute URL of up to {PageCharacters} characters."
        : ProblemOfName(hello.Name, options);

    private static string? ProblemOf(Send send) =>
        send.Id is < 1 or > MaxNumber ? $"\"id\" is a number from 1 to {MaxNumber}."
        : send.Kind is not (Migration or Receipt or Note) ? "\"kind\" is \"migration\", \"receipt\" or \"note\"."
        : send is { Kind: Receipt, Re: null } ? "A receipt says in \"re\" which migration it answers."
        : send.Re is < 1 or > MaxNumber ? $"\"re\" is a number from 1 to {MaxNumber}."
        : send.Ttl is < 1 or > MaxNumber ? $"\"ttl\" is in seconds, from 1 to {MaxNumber}."
        : send is { Kind: not Migration, Base: not null } ? "Only a migration names a \"base\"."
        : send.Base is { } fingerprint ? ProblemOfFingerprint("base", fingerprint)
        : null;

    private static string? ProblemOfCursor(long cursor) =>
        cursor is < 0 or > MaxNumber ? $"\"cursor\" is a number from 0 to {MaxNumber}." : null;

    private static string? ProblemOfFingerprint(string member, string fingerprint) =>
        fingerprint.Length != FingerprintCharacters || fingerprint.AsSpan().ContainsAnyExcept(_hexadecimal)
            ? $"\"{member}\" is {FingerprintCharacters} hexadecimal digits, in small letters."
            : null;

    public static string? ProblemOfName(string name, LiquidOptions options) =>
        name.Length == 0 || name.Length > options.MaxNameLength || name.Any(char.IsControl) || string.IsNullOrWhiteSpace(name)
            ? $"\"name\" is 1 to MaxNameLength={options.MaxNameLength} characters, none of them a control character."
            : null;

    private static bool IsId(string text) =>
        text.Length == IdCharacters && !text.AsSpan().ContainsAnyExcept(_base64Url);

    /// <summary>A word for what scripts name.</summary>
    public static bool IsWord(string text) =>
        text.Length is > 0 and <= WordCharacters && !text.AsSpan().ContainsAnyExcept(_base64Url);

    private static bool IsKind(string kind) =>
        kind.Length is > 0 and <= KindCharacters && kind.All(char.IsAsciiLetterLower);

    private static bool IsPage(string page) =>
        page.Length <= PageCharacters
        && !page.Any(char.IsControl)
        && page.Contains(':', StringComparison.Ordinal)
        && Uri.TryCreate(page, UriKind.Absolute, out _);
}
