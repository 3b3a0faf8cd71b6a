using Microsoft.Extensions.Configuration.Memory;

namespace Liquid.Host;

internal static class HostDefaults
{
    /// <summary>
    /// Settings below all other sources, in code because the program is started from any folder: one line for the
    /// address, none for each request; memory that is not needed any more is given back.
    /// </summary>
    public static void AddHostDefaults(this IConfigurationBuilder configuration) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
                // What keeps it from starting is told in words, once.
                ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",

                // The process is the relay's alone, so nothing else stands still for it.
                ["Liquid:CollectWhenQuietFor"] = "00:00:10",
            },
        });
}
