// This relay, as any program would host it. The load, which comes from one address, says which of its clients see each other.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddLiquid(builder.Configuration.GetSection("Liquid")).AddPostgres();
builder.Services.PostConfigure<Liquid.LiquidOptions>(options =>
{
    options.SpaceOf = context => ValueTask.FromResult<string?>(context.Request.Query["space"]);
    options.MaxConnectionsPerAddress = 1_000_000;
});
var app = builder.Build();
app.MapLiquid("/liquid");
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("listening"));
app.Run();
