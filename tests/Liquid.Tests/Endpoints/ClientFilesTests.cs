using System.IO.Compression;
using System.Net;

namespace Liquid.Tests.Endpoints;

public sealed class ClientFilesTests
{
    public static TheoryData<string> Scripts => ["liquid.js", "liquid.mjs", "auto.js", "panel.js", "panel.de.js", "engine.js", "pairing.js"];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Every_script_is_served_with_its_source_map(string name)
    {
        await using var relay = await TestRelay.StartAsync();

        using var script = await GetAsync(relay, name);
        using var map = await GetAsync(relay, $"{name}.map");

        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
        Assert.Equal("text/javascript; charset=utf-8", script.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache", script.Headers.CacheControl!.ToString());
        Assert.Equal("application/json", map.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("*", "br")]
    [InlineData("identity", null)]
    [InlineData("zstd, br;q=0, gzip;q=0", null)]
    public async Task The_smallest_accepted_encoding_is_served_and_holds_the_same_content(string accept, string? encoding)
    {
        await using var relay = await TestRelay.StartAsync();
        using var plain = await GetAsync(relay, "liquid.js");
        using var encoded = await GetAsync(relay, "liquid.js", ("Accept-Encoding", accept));

        Assert.Equal(encoding, encoded.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Contains("Accept-Encoding", encoded.Headers.Vary);
        Assert.Equal(await plain.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), await DecodeAsync(encoded));
        Assert.Equal(encoding is null, plain.Headers.ETag!.Equals(encoded.Headers.ETag));
    }

    [Fact]
    public async Task Who_has_the_content_already_is_told_so()
    {
        await using var relay = await TestRelay.StartAsync();
        using var first = await GetAsync(relay, "liquid.js", ("Accept-Encoding", "br"));

        using var again = await GetAsync(
            relay, "liquid.js", ("Accept-Encoding", "br"), ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.False(first.Headers.ETag!.IsWeak);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task HEAD_tells_the_same_without_the_content()
    {
        await using var relay = await TestRelay.StartAsync();
        using var get = await GetAsync(relay, "liquid.js");
        using var request = new HttpRequestMessage(HttpMethod.Head, "/liquid/liquid.js");

        using var head = await relay.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_no_file_of_the_client_is_not_found()
    {
        await using var relay = await TestRelay.StartAsync();

        using var response = await GetAsync(relay, "other.js");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<HttpResponseMessage> GetAsync(
        TestRelay relay, string name, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/liquid/{name}");
        foreach (var (header, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        return await relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<byte[]> DecodeAsync(HttpResponseMessage response)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using var decoded = response.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(stream, CompressionMode.Decompress),
            "gzip" => new GZipStream(stream, CompressionMode.Decompress),
            _ => stream,
        };
        using var content = new MemoryStream();
        await decoded.CopyToAsync(content, TestContext.Current.CancellationToken);
        return content.ToArray();
    }
}
