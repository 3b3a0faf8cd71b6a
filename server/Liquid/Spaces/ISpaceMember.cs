using Liquid.Messages;

namespace Liquid.Spaces;

/// <summary>What a space asks of the connection that speaks for an instance.</summary>
internal interface ISpaceMember
{
    /// <summary>There may be something to deliver. Cheap, and may be called from anywhere.</summary>
    void Wake();

    /// <summary>The same, and delivers at once as far as it need not wait. Not to be called with a lock held.</summary>
    void WakeHere();

    /// <summary>Ends the connection; the first reason counts.</summary>
    void End(CloseReason reason);
}
