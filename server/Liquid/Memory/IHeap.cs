namespace Liquid.Memory;

/// <summary>The memory of the process that .NET looks after.</summary>
internal interface IHeap
{
    /// <summary>The bytes that were allocated since the start, whatever became of them.</summary>
    long AllocatedBytes { get; }

    /// <summary>Gives back to the system what is not in use; tells for how long everything stood still.</summary>
    TimeSpan GiveBack();
}

internal sealed class ManagedHeap(TransportMemory transport) : IHeap
{
    public long AllocatedBytes => GC.GetTotalAllocatedBytes();

    public TimeSpan GiveBack()
    {
        transport.Release();
        var before = GC.GetTotalPauseDuration();

        // Only an aggressive one also gives back what the next messages might have used.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalPauseDuration() - before;
    }
}
