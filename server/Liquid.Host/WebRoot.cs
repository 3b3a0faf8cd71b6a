using Microsoft.Extensions.Options;

namespace Liquid.Host;

internal static class WebRoot
{
    /// <summary>
    /// Refuses a folder that is not there. The framework would create it, serve nothing and say nothing, so this runs before
    /// it sees the arguments.
    /// </summary>
    /// <exception cref="OptionsValidationException"><c>--webroot</c> names no folder.</exception>
    public static void Require(string[] args)
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables("ASPNETCORE_").AddCommandLine(args).Build();
        var contentRoot = settings[WebHostDefaults.ContentRootKey] ?? Directory.GetCurrentDirectory();
        if (settings[WebHostDefaults.WebRootKey] is { } webRoot
            && Path.GetFullPath(webRoot, Path.GetFullPath(contentRoot)) is var folder
            && !Directory.Exists(folder))
        {
            throw new OptionsValidationException(WebHostDefaults.WebRootKey, typeof(WebRoot),
                [$"There is no folder \"{folder}\". Give the folder of your pages: --webroot DIR."]);
        }
    }
}
