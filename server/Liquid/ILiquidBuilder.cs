using Microsoft.Extensions.DependencyInjection;

namespace Liquid;

/// <summary>What <c>AddLiquid</c> returns, for extensions to build on.</summary>
public interface ILiquidBuilder
{
    /// <summary>The services of the host application.</summary>
    IServiceCollection Services { get; }
}
