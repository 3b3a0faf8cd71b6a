namespace Liquid.Host;

internal static class WebRoot
{
    /// <summary>A folder that is not there would serve nothing, and say nothing.</summary>
    /// <exception cref="StartProblem"><c>--webroot</c> names no folder.</exception>
    public static void RequireWebRoot(this WebApplication app)
    {
        if (app.Configuration[WebHostDefaults.WebRootKey] is { } webRoot
            && !Directory.Exists(Path.Combine(app.Environment.ContentRootPath, webRoot)))
        {
            throw new StartProblem(
                $"There is no folder \"{Path.GetFullPath(webRoot, app.Environment.ContentRootPath)}\". "
                + "Give the folder of your pages: --webroot DIR.");
        }
    }
}
