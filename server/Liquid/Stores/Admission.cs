using Liquid.Log;

namespace Liquid.Stores;

/// <summary>What became of a join.</summary>
internal abstract record Admission
{
    internal sealed record Admitted(ReaderPlace Place) : Admission;

    /// <summary>The instance was stored with another key. Told by stores of several nodes; one node knows that itself.</summary>
    internal sealed record WrongKey : Admission;

    /// <summary>The space is full, as other nodes filled it.</summary>
    internal sealed record Full : Admission;

    /// <summary>Another node gave the space up in this moment.</summary>
    internal sealed record Closed : Admission;
}
