namespace Liquid.Stores;

/// <summary>The store can't do this now: its disk is full, its file is locked, its server does not answer.</summary>
internal class StoreUnavailableException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Nobody was in the space any more, and it is gone. Another one of its name is there for the next attempt.</summary>
    public static StoreUnavailableException SpaceGone() => new("The space was given up in this moment. Send again.");
}

/// <summary>
/// The store was lost in the middle of a commit, so it may be done or not. Who asked finds out by coming back: a welcome says
/// what was accepted.
/// </summary>
internal sealed class StoreUncertainException(string message, Exception? cause = null)
    : StoreUnavailableException(message, cause);

/// <summary>The store can't be used as the settings say.</summary>
internal sealed class StoreSettingException(string message, Exception? cause = null) : Exception(message, cause);
