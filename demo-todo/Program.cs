using Liquid;

try
{
    var builder = WebApplication.CreateBuilder(args);
    if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null)
    {
        // All addresses: a phone in the same network is to reach it. Who comes without a code sees nobody's pages but its own.
        builder.WebHost.UseUrls("http://*:5080");
    }

    builder.Services.AddLiquid(builder.Configuration.GetSection("Liquid")).AddPostgres();

    var app = builder.Build();
    app.UseFileServer();
    app.MapLiquid("/liquid");

    // At /liquid/, for whoever tries this out on their own machine: it shows every space.
    app.MapLiquidDashboard("/liquid").RequireLoopback();
    app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(
        $"Open {string.Join(" or ", app.Urls).Replace("[::]", "localhost", StringComparison.Ordinal)} and press the round button in the corner."));
    await app.RunAsync();
    return 0;
}
catch (Exception problem) when (StartProblem.Explain(problem) is { } explanation)
{
    await Console.Error.WriteLineAsync(explanation);
    return 1;
}
