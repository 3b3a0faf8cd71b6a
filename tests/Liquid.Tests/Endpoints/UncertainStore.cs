using System.Reflection;
using Liquid.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Liquid.Tests.Endpoints;

/// <summary>A store in memory that is lost in the middle of every commit of a message.</summary>
public class UncertainStore : DispatchProxy
{
    private MemoryStore? _store;

    /// <summary>Lets the application keep its messages in one.</summary>
    internal static void Use(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton(provider =>
    {
        var store = Create<IStore, UncertainStore>();
        ((UncertainStore)(object)store)._store = ActivatorUtilities.CreateInstance<MemoryStore>(provider);
        return store;
    }));

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(IStore.AppendAsync)
            ? throw new StoreUncertainException("The store was lost.")
            : targetMethod.Invoke(_store, args);
}
