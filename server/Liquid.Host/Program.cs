using Liquid;
using Liquid.Host;
using Liquid.Host.Commands;

if (CommandLine.IsMeant(args))
{
    return await CommandLine.RunAsync(args);
}

try
{
    BareOption.Refuse(args);
    WebRoot.Require(args);
    var builder = WebApplication.CreateBuilder(args);
    builder.Configuration.AddHostDefaults();
    builder.Services.AddLiquid(builder.Configuration.GetSection("Liquid")).AddPostgres();

    var app = builder.Build();
    app.UseDefaultFiles();
    app.UseStaticFiles();
    app.MapLiquid("/liquid");
    if (builder.Configuration.GetValue<bool>("Dashboard"))
    {
        app.MapLiquidDashboard("/liquid").RequireLoopback();
    }

    app.MapHealthChecks("/healthz");
    await app.RunAsync();
    return 0;
}
catch (Exception problem) when (StartProblem.Explain(problem) is { } explanation)
{
    await Console.Error.WriteLineAsync(explanation);
    return 1;
}
