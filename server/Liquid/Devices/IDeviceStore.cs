using System.Threading.Channels;
using Liquid.Stores;

namespace Liquid.Devices;

/// <summary>
/// Which devices may enter which space, the codes by which more of them come, and the keys of the tickets. A task that is
/// complete is as durable as the store makes anything; started together with its <see cref="IStore"/>.
/// </summary>
/// <remarks>
/// Every task may fail with <see cref="StoreUnavailableException"/>; then nothing happened, and the same may succeed later.
/// </remarks>
internal interface IDeviceStore
{
    /// <summary>
    /// The devices that ended since the relay started, whichever node ended them, within seconds. One reader; a device may
    /// come twice.
    /// </summary>
    ChannelReader<DeviceEnd> Ended { get; }

    ValueTask AddAsync(Device device);

    ValueTask<Device?> FindAsync(string id);

    /// <summary>All devices of a space, the oldest first.</summary>
    ValueTask<IReadOnlyList<Device>> ListAsync(string space);

    /// <summary>It is there under this name. Passed over if there is no such device.</summary>
    ValueTask DescribeAsync(string id, string name, DateTimeOffset seen);

    /// <summary>Removes a device and its code, and tells so in <see cref="Ended"/>; false if the space has no such device.</summary>
    ValueTask<bool> RemoveAsync(string space, DeviceEnd end);

    /// <summary>Keeps the code by which a device invites others, in place of the one that it had.</summary>
    ValueTask InviteAsync(string device, byte[] codeHash, DateTimeOffset expires);

    /// <summary>Uses a code up and adds a device to the space of the one that invited, both or neither.</summary>
    /// <param name="codeHash">The code.</param>
    /// <param name="newcomer">The device; its space is not known yet.</param>
    /// <returns>The device in its space; <see langword="null"/> if the code is wrong, used or expired.</returns>
    ValueTask<Device?> RedeemAsync(byte[] codeHash, Device newcomer);

    /// <summary>The keys of the tickets, as XML.</summary>
    ValueTask<IReadOnlyList<string>> KeysAsync();

    /// <summary>Keeps a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isFirst">It was to be the first, and comes to nothing if another node was faster with that.</param>
    ValueTask AddKeyAsync(string key, bool isFirst);

    /// <summary>Drops codes that expired, devices added before one time that never came, and those not seen since another.</summary>
    ValueTask TidyAsync(DateTimeOffset now, DateTimeOffset neverCame, DateTimeOffset notSeen);
}
