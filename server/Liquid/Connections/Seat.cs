using Liquid.Spaces;

namespace Liquid.Connections;

/// <summary>An instance's place in its space while a connection speaks for it.</summary>
internal sealed class Seat(
    Space space, string instance, long generation, long cursor, PresenceChange told, Window window)
{
    private long _delivered = cursor;
    private PresenceChange _told = told;

    public Space Space => space;

    public string Instance => instance;

    /// <summary>Which of the instance's connections has it.</summary>
    public long Generation => generation;

    public Window Window => window;

    /// <summary>The number up to which everything was delivered; written by the delivery, read by the inbox.</summary>
    public long Delivered
    {
        get => Volatile.Read(ref _delivered);
        set => Volatile.Write(ref _delivered, value);
    }

    /// <summary>The last change of presence that was told.</summary>
    public PresenceChange Told
    {
        get => Volatile.Read(ref _told);
        set => Volatile.Write(ref _told, value);
    }

    public long ChangesBehind => space.PresenceNumber - Told.Number;
}
