using System.Net;

namespace Liquid.Tests.Connections;

/// <summary>The body of a request that is sent at once but for its end, which waits.</summary>
internal sealed class SlowContent(int size, Task end) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(new byte[size]);
        await stream.FlushAsync();
        await end;
    }

    /// <summary>Nobody is told before.</summary>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
