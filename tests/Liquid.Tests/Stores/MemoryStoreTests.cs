using Liquid.Stores;
using Microsoft.Extensions.Options;

namespace Liquid.Tests.Stores;

public sealed class MemoryStoreTests : StoreContract
{
    private protected override async Task<IStore> StartAsync(LiquidOptions options)
    {
        var store = new MemoryStore(Options.Create(options), Time);
        await store.StartAsync(TestContext.Current.CancellationToken);
        return store;
    }
}
