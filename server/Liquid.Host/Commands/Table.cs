using System.Globalization;
using System.Text;

namespace Liquid.Host.Commands;

/// <summary>Text for a terminal.</summary>
internal static class Table
{
    private const string Gap = "  ";

    /// <summary>Writes rows below a heading, in columns.</summary>
    public static void Write(TextWriter output, string[] heading, IEnumerable<string[]> rows)
    {
        var all = rows.Select(row => row.Select(Plain).ToArray()).Prepend(heading).ToList();
        var widths = heading.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        foreach (var row in all)
        {
            output.WriteLine(string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    /// <summary>
    /// A text from elsewhere, as it may be shown: terminals obey control characters, and some that are not seen turn the order of
    /// others round.
    /// </summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            plain.Append(Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                ? Rune.ReplacementChar
                : rune);
        }

        return plain.ToString();
    }

    /// <summary>How long a time is over, in its largest unit.</summary>
    public static string Ago(DateTimeOffset time, DateTimeOffset now) => (now - time) switch
    {
        { TotalDays: >= 1 } gone => $"{(int)gone.TotalDays} d",
        { TotalHours: >= 1 } gone => $"{(int)gone.TotalHours} h",
        { TotalMinutes: >= 1 } gone => $"{(int)gone.TotalMinutes} min",
        var gone => $"{Math.Max(0, (int)gone.TotalSeconds)} s",
    };
}
