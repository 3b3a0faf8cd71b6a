namespace Liquid.Quotas;

/// <summary>What the body of one request takes of the memory for what is being received, until it is disposed.</summary>
internal sealed class HeldBytes(FrameMemory memory, string space) : IDisposable
{
    private int _bytes;

    /// <summary>The option that allowed no more; <see langword="null"/> as long as there was room.</summary>
    public string? Limit { get; private set; }

    /// <summary>Holds so many bytes in all; false if an option allows no more.</summary>
    public bool TryHold(int bytes)
    {
        if (bytes > _bytes)
        {
            if (!memory.TryTake(space, bytes - _bytes, out var limit))
            {
                Limit = limit;
                return false;
            }

            _bytes = bytes;
        }

        return true;
    }

    public void Dispose()
    {
        if (_bytes > 0)
        {
            memory.GiveBack(space, _bytes);
            _bytes = 0;
        }
    }
}
