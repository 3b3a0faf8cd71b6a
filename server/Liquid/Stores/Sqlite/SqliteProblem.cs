using Microsoft.Data.Sqlite;

namespace Liquid.Stores.Sqlite;

/// <summary>What SQLite says, in words that name what mends it.</summary>
internal static class SqliteProblem
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int NotADatabase = 26;

    public static StoreUnavailableException Explain(Exception problem)
    {
        var code = (problem as SqliteException)?.SqliteErrorCode;
        return new StoreUnavailableException(
            code switch
            {
                Busy or Locked => "The relay's database is locked by another program. Try again when that one is done with it.",
                ReadOnly => "The relay may not write its database. Make the folder Liquid:Data writable, then try again.",
                Full => "The relay's disk is full. Make room in the folder Liquid:Data, then try again.",
                Corrupt or NotADatabase =>
                    "The relay's database is damaged. Stop the relay and put a copy of the folder Liquid:Data in its place, or remove it.",
                _ => "The relay can't use its database now. Its log says why. Try again later.",
            },
            problem);
    }
}
