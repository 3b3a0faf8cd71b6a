using System.Security.Cryptography;
using System.Text;

namespace Liquid.Devices;

/// <summary>The codes by which devices join: six characters that nobody confuses when they are read aloud or typed.</summary>
internal static class PairingCode
{
    /// <summary>Without 0, 1, I, L, O and U.</summary>
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Characters = 6;

    /// <summary>A code that seems to live longer was made before the clock was set back, and is no good any more.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Characters);

    /// <summary>What is kept of a code. Small letters, spaces and hyphens are as good as what was shown.</summary>
    public static byte[] Hash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(
        code.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant()));
}
