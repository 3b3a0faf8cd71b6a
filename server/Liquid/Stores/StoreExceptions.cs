namespace Liquid.Stores;

/// <summary>The store can't do this now: its disk is full, its file is locked, its server does not answer.</summary>
internal sealed class StoreUnavailableException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The store can't be used as the settings say.</summary>
internal sealed class StoreSettingException(string message, Exception? cause = null) : Exception(message, cause);
