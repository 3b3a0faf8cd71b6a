using Liquid.Bases;
using Liquid.Log;

namespace Liquid.Stores;

/// <summary>
/// Where messages wait, and who is in which space. What a task promises is as durable as the store makes anything when the
/// task completes; what the methods without a task say is written soon, so a crash may lose the last moment of it: then
/// messages that were applied come again, and targets drop them.
/// </summary>
/// <remarks>
/// Every task may fail with <see cref="StoreUnavailableException"/>; then nothing happened, and the same may succeed later.
/// If it is a <see cref="StoreUncertainException"/>, it may have happened all the same. A space may be closed while something is on
/// its way to it: then a task fails so too or comes to nothing, a method without a task comes to nothing, and no other space notices.
/// </remarks>
internal interface IStore : IAsyncDisposable
{
    /// <summary>
    /// Whether this node still speaks for those who read here. When it does again, followers are told of it as of something
    /// <see cref="ISpaceFollower.Skipped"/>.
    /// </summary>
    bool MayDeliver => true;

    /// <summary>Makes the store ready. Runs once, before everything else.</summary>
    /// <exception cref="StoreSettingException">It can't be used as the settings say.</exception>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The names of the spaces that somebody has to look after from the start: all of them, or none if the store forgets by
    /// itself who was away for too long, and gives up empty spaces.
    /// </summary>
    ValueTask<IReadOnlyList<string>> SpacesAsync();

    /// <summary>Opens a space; one that is not there begins, with an epoch of its own.</summary>
    /// <param name="space">Its name.</param>
    /// <param name="follow">Makes what follows the space from that record on.</param>
    ValueTask<T> OpenAsync<T>(string space, Func<SpaceRecord, T> follow)
        where T : ISpaceFollower;

    /// <summary>Stores who an instance is. A new one starts at the head of the log.</summary>
    /// <param name="space">An open space.</param>
    /// <param name="instance">The instance as it is now.</param>
    /// <param name="applied">A number up to which it has applied everything; passed over if it is beyond the log.</param>
    /// <param name="admitted">
    /// Called when it is stored, before the task completes, and in order with what the space's follower is told.
    /// </param>
    ValueTask<Admission> JoinAsync(string space, InstanceRecord instance, long applied, Action<ReaderPlace> admitted);

    /// <summary>
    /// Commits a message: gives it the space's next number, drops the older one that it supersedes, and remembers its id as
    /// the highest accepted from its source and the base that it names as its source's, all together or not at all.
    /// </summary>
    /// <param name="space">An open space, whose follower hears of it before the task completes.</param>
    /// <param name="submission">The message.</param>
    ValueTask<AppendResult> AppendAsync(string space, Submission submission);

    /// <summary>What waits in a space, whoever it is for: all of it counted, the oldest of it told.</summary>
    /// <param name="space">Its name; nothing waits in one that is not there.</param>
    /// <param name="most">How many messages are told of at most.</param>
    ValueTask<WaitingMessages> WaitingAsync(string space, int most);

    /// <summary>What waits for a reader above a number, in order: up to so many, fewer if they are large.</summary>
    ValueTask<IReadOnlyList<LogEntry>> ReadAsync(string space, string reader, long after, int most);

    /// <summary>
    /// Keeps a base that a message that waits, or an instance by its last message, names; it takes the place of one under the same
    /// fingerprint. Those that only instances name make room for it, the oldest first.
    /// </summary>
    ValueTask<BaseKept> KeepBaseAsync(string space, string fingerprint, BaseRecord given);

    /// <summary>Reads a base.</summary>
    ValueTask<BaseFound> FindBaseAsync(string space, string fingerprint);

    /// <summary>
    /// Everything up to a number is applied. Never moves a cursor back, and comes to nothing when a newer connection speaks for
    /// the instance. Written soon.
    /// </summary>
    void Acknowledge(string space, string instance, long generation, long cursor);

    /// <summary>
    /// An instance is called otherwise, or went away. Comes to nothing when a newer connection speaks for it. Written soon.
    /// </summary>
    void Describe(string space, InstanceRecord instance);

    /// <summary>Removes an instance and what waited for it alone, unless a newer connection speaks for it.</summary>
    ValueTask ForgetAsync(string space, string instance, long generation);

    /// <summary>Removes a space that has no instances. The next one of its name is another, with another epoch.</summary>
    ValueTask CloseAsync(string space);

    /// <summary>Fails while messages can't be stored.</summary>
    ValueTask CheckAsync();

    /// <summary>
    /// Drops what has outlived its time to live, what all its targets have applied, and the bases that nothing names any more.
    /// </summary>
    ValueTask TidyAsync();
}
