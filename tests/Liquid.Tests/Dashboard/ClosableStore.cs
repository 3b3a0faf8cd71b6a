using System.Reflection;
using Liquid.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Liquid.Tests.Dashboard;

/// <summary>A store in memory that can't tell what waits while it is closed.</summary>
public class ClosableStore : DispatchProxy
{
    private MemoryStore? _store;

    public bool IsClosed { get; set; }

    /// <summary>Lets the application keep its messages in this one.</summary>
    internal static ClosableStore Use(IServiceCollection services)
    {
        var store = (ClosableStore)(object)Create<IStore, ClosableStore>();
        services.Replace(ServiceDescriptor.Singleton(provider =>
        {
            store._store = ActivatorUtilities.CreateInstance<MemoryStore>(provider);
            return (IStore)(object)store;
        }));
        return store;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        IsClosed && targetMethod!.Name == nameof(IStore.WaitingAsync)
            ? throw new StoreUnavailableException("The disk is gone.")
            : targetMethod!.Invoke(_store, args);
}
