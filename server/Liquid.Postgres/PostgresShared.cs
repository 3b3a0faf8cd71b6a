using Liquid.Postgres.Nodes;
using Microsoft.Extensions.Logging;

namespace Liquid.Postgres;

/// <summary>What the spaces of a node share.</summary>
internal sealed partial class PostgresShared(
    Database database, Node node, Notices notices, LiquidOptions options, TimeProvider time, ILogger logger)
{
    private readonly ILogger _logger = logger;

    public Database Database => database;

    public Node Node => node;

    public Notices Notices => notices;

    public LiquidOptions Options => options;

    public TimeProvider Time => time;

    [LoggerMessage(LogLevel.Error, "A step of a space failed; the next one goes on")]
    public partial void LogFailed(Exception failure);
}
