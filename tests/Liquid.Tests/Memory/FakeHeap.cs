using System.Threading.Channels;
using Liquid.Memory;

namespace Liquid.Tests.Memory;

/// <summary>A heap that allocates what a test says, and tells when memory is given back.</summary>
internal sealed class FakeHeap : IHeap
{
    private readonly Channel<long> _givenBack = Channel.CreateUnbounded<long>();
    private long _allocated;

    public long AllocatedBytes => Interlocked.Read(ref _allocated);

    /// <summary>How often memory was given back and nobody has waited for it yet.</summary>
    public int Untold => _givenBack.Reader.Count;

    public void Allocate(long bytes) => Interlocked.Add(ref _allocated, bytes);

    public TimeSpan GiveBack()
    {
        _givenBack.Writer.TryWrite(AllocatedBytes);
        return TimeSpan.Zero;
    }

    /// <summary>The next time that memory is given back: how much had been allocated by then.</summary>
    public Task<long> GivenBackAsync() => _givenBack.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
}
