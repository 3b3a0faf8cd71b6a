using System.Globalization;

namespace Liquid.Postgres.Nodes;

/// <summary>
/// Tells the other nodes how far spaces are: numbers only. After the commits and apart from them, because a commit that
/// notifies waits for all others that do. One that is lost is made up for when heads are compared.
/// </summary>
internal sealed class Notices(Database database)
{
    /// <summary>A payload has fewer than 8,000 bytes.</summary>
    private const int MostTogether = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, (long Head, long Revision)> _untold = [];
    private bool _isRunning;

    public void Tell(long space, long head, long revision)
    {
        lock (_lock)
        {
            _untold[space] = (head, revision);
            if (!_isRunning)
            {
                _isRunning = true;
                _ = Task.Run(SendAsync);
            }
        }
    }

    /// <summary>What a payload says: the key, the head and the revision of spaces.</summary>
    public static IEnumerable<(long Space, long Head, long Revision)> Read(string payload)
    {
        foreach (var notice in payload.Split(';'))
        {
            var numbers = Array.ConvertAll(notice.Split(' '), number => long.Parse(number, CultureInfo.InvariantCulture));
            yield return (numbers[0], numbers[1], numbers[2]);
        }
    }

    private async Task SendAsync()
    {
        while (Take() is { } payload)
        {
            try
            {
                await using var connection = await database.OpenAsync();
                await using var batch = connection.CreateBatch();
                batch.BatchCommands.Add(Statement.Of(PostgresText.Notify, payload));
                await batch.ExecuteNonQueryAsync();
            }
            catch (Exception problem) when (Database.IsProblem(problem))
            {
                // The others find out by themselves in a moment.
            }
        }
    }

    private string? Take()
    {
        lock (_lock)
        {
            var taken = _untold.Take(MostTogether).ToList();
            taken.ForEach(notice => _untold.Remove(notice.Key));
            _isRunning = taken.Count > 0;
            return _isRunning
                ? string.Join(';', taken.Select(notice => string.Create(
                    CultureInfo.InvariantCulture, $"{notice.Key} {notice.Value.Head} {notice.Value.Revision}")))
                : null;
        }
    }
}
