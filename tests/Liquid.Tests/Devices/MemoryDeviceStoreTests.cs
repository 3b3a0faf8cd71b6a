using Liquid.Devices;

namespace Liquid.Tests.Devices;

public sealed class MemoryDeviceStoreTests : DeviceStoreContract
{
    private protected override Task<IDeviceStore> StartAsync() => Task.FromResult<IDeviceStore>(new MemoryDeviceStore());
}
