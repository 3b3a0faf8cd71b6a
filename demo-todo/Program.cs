using Liquid;

try
{
    var builder = WebApplication.CreateBuilder(args);
    if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null)
    {
        builder.WebHost.UseUrls("http://localhost:5080");
    }

    builder.Services.AddLiquid(builder.Configuration.GetSection("Liquid")).AddPostgres();

    var app = builder.Build();
    app.UseFileServer();
    app.MapLiquid("/liquid");

    // At /liquid/, for whoever tries this out on their own machine: it shows every space.
    app.MapLiquidDashboard("/liquid").RequireLoopback();
    app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Open {string.Join(" or ", app.Urls)} in two windows."));
    await app.RunAsync();
    return 0;
}
catch (Exception problem) when (StartProblem.Explain(problem) is { } explanation)
{
    await Console.Error.WriteLineAsync(explanation);
    return 1;
}
