// This relay as Liquid.Host has it. The load, which comes from one address, says which of its clients see each other.
using Liquid.Host;

var builder = WebApplication.CreateBuilder(args);
builder.Configuration.AddHostDefaults();
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
