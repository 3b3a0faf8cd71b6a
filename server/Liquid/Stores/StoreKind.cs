using Liquid.Devices;

namespace Liquid.Stores;

/// <summary>A store that <see cref="LiquidOptions.Store"/> may name.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Create">Makes it.</param>
/// <param name="Devices">Makes the store of devices that lies with it.</param>
internal sealed record StoreKind(
    string Name, Func<IServiceProvider, IStore> Create, Func<IStore, IDeviceStore> Devices);
