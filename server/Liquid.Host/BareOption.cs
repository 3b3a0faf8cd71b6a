using Microsoft.Extensions.Options;

namespace Liquid.Host;

internal static class BareOption
{
    /// <summary>
    /// Refuses an option of the relay that is written without its section, as <c>--Spaces=shared</c>: the framework takes any name
    /// and would say nothing.
    /// </summary>
    /// <exception cref="OptionsValidationException">There is one.</exception>
    public static void Refuse(string[] args)
    {
        var options = typeof(LiquidOptions).GetProperties().Select(property => property.Name);
        var bare = new ConfigurationBuilder().AddCommandLine(args).Build().GetChildren()
            .Select(argument => options.FirstOrDefault(name => name.Equals(argument.Key, StringComparison.OrdinalIgnoreCase)))
            .OfType<string>()
            .Select(name => $"--{name} has no effect. Write --Liquid:{name}.")
            .ToList();
        if (bare.Count > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(LiquidOptions), bare);
        }
    }
}
