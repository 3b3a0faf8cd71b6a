using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;

namespace Liquid.Endpoints;

/// <summary>One file of the client, embedded in this library, as it is and compressed once for all requests.</summary>
internal sealed class ClientFile
{
    private readonly Lazy<byte[]> _brotli;
    private readonly Lazy<byte[]> _gzip;

    private ClientFile(string name, byte[] content)
    {
        Name = name;
        Content = content;
        Tag = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
        _brotli = new(() => Compress(into => new BrotliStream(into, CompressionLevel.SmallestSize)));
        _gzip = new(() => Compress(into => new GZipStream(into, CompressionLevel.SmallestSize)));
    }

    public string Name { get; }

    /// <summary>Names this content: 16 hexadecimal digits.</summary>
    public string Tag { get; }

    public byte[] Content { get; }

    public byte[] Brotli => _brotli.Value;

    public byte[] Gzip => _gzip.Value;

    public string ContentType => Path.GetExtension(Name) switch
    {
        ".map" => "application/json",
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/javascript; charset=utf-8",
    };

    /// <summary>Reads all files that the build embedded under names with this prefix.</summary>
    public static IEnumerable<ClientFile> ReadAll(string prefix)
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => new ClientFile(name[prefix.Length..], Read(assembly, name)));
    }

    private static byte[] Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private byte[] Compress(Func<Stream, Stream> compressor)
    {
        using var into = new MemoryStream();
        using (var stream = compressor(into))
        {
            stream.Write(Content);
        }

        return into.ToArray();
    }
}
