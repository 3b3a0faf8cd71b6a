using System.Diagnostics;
using System.Globalization;

namespace Liquid.Stores.Sqlite;

/// <summary>
/// A file beside the database that says how many commits it has had at least. A database that has had fewer was restored from
/// a copy: its numbers go back to where they were, so its logs need new epochs, or instances would drop new messages as
/// ones that they have applied.
/// </summary>
internal sealed class SeenCommits(string path)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _sinceWritten = new();

    public void RenewEpochsIfRestored(SqliteSession session)
    {
        var commits = CommitsOf(session);
        var seen = File.Exists(path) && long.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var number)
            ? number
            : long.MaxValue;
        if (commits < seen)
        {
            session.Execute(SqliteText.NewEpochs);
        }

        Write(session);
    }

    /// <summary>After a commit, never before: the file may lag behind the database, and must not be ahead of it.</summary>
    public void WriteNowAndThen(SqliteSession session)
    {
        if (!_sinceWritten.IsRunning || _sinceWritten.Elapsed > _interval)
        {
            Write(session);
        }
    }

    public void Write(SqliteSession session)
    {
        _sinceWritten.Restart();
        try
        {
            File.WriteAllText(path, CommitsOf(session).ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The number only has to be about right; a full disk shows itself in the database.
        }
    }

    private static long CommitsOf(SqliteSession session)
    {
        using var row = session.Query(SqliteText.Commits);
        row.Read();
        return row.GetInt64(0);
    }
}
