using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;

namespace Liquid.Host.Commands;

/// <summary>Where a relay is: <c>http://localhost:5090</c>, with the prefix behind it if that is another than <c>/liquid</c>.</summary>
internal sealed record RelayAddress(Uri Prefix)
{
    private const string UsualPrefix = "/liquid";

    /// <summary>As browsers name it.</summary>
    public string Origin => Prefix.GetLeftPart(UriPartial.Authority);

    public Uri Of(string path) => new(Prefix, path);

    public Uri SocketOf(string path) =>
        new UriBuilder(Of(path)) { Scheme = Prefix.Scheme == Uri.UriSchemeHttps ? "wss" : "ws" }.Uri;

    public override string ToString() => Prefix.ToString().TrimEnd('/');

    /// <summary>Reads the option's value; notes what is wrong with it.</summary>
    public static RelayAddress? Parse(ArgumentResult result)
    {
        var text = result.Tokens is [{ Value: var only }] ? only : "";
        if (TryParse(text, out var address))
        {
            return address;
        }

        result.AddError($"\"{text}\" is no address of a relay. Give one like http://localhost:5090.");
        return null;
    }

    private static bool TryParse(string text, [NotNullWhen(true)] out RelayAddress? address)
    {
        address = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return false;
        }

        var path = uri.AbsolutePath.TrimEnd('/');
        address = new(new Uri($"{uri.GetLeftPart(UriPartial.Authority)}{(path.Length == 0 ? UsualPrefix : path)}/"));
        return true;
    }
}
