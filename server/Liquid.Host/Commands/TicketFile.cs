using System.Net;
using System.Text.Json;

namespace Liquid.Host.Commands;

/// <summary>
/// The tickets of this machine's user, by relay: <c>~/.config/liquid/tickets.json</c> (<c>XDG_CONFIG_HOME</c> counts), which nobody
/// else may read. Whoever has a ticket is in its space.
/// </summary>
internal static class TicketFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static string Location => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "liquid",
        "tickets.json");

    /// <summary>The cookies for a relay.</summary>
    public static CookieContainer Read(RelayAddress relay)
    {
        var cookies = new CookieContainer();
        foreach (var (name, value) in ReadAll().GetValueOrDefault(relay.ToString(), []))
        {
            cookies.Add(relay.Prefix, new Cookie(name, value));
        }

        return cookies;
    }

    /// <summary>Keeps the cookies that a relay gave, in the place of those that it gave before.</summary>
    public static void Write(RelayAddress relay, CookieContainer cookies)
    {
        var all = ReadAll();
        all[relay.ToString()] = cookies.GetCookies(relay.Prefix).ToDictionary(cookie => cookie.Name, cookie => cookie.Value);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Location)!);
            var fresh = $"{Location}.{Environment.ProcessId}";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var file = new FileStream(fresh, options))
            {
                JsonSerializer.Serialize(file, all, AnswerJson.Plain.DictionaryStringDictionaryStringString);
            }

            // As a whole, so that no other command reads half of it.
            File.Move(fresh, Location, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(
                ExitCode.Refused, $"The ticket can't be kept in {Location}: {problem.Message} The device is paired, so let another code in.");
        }
    }

    private static Dictionary<string, Dictionary<string, string>> ReadAll()
    {
        try
        {
            return JsonSerializer.Deserialize(
                File.ReadAllBytes(Location), AnswerJson.Plain.DictionaryStringDictionaryStringString) ?? [];
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CommandFailure(ExitCode.Refused, $"The tickets in {Location} can't be read: {problem.Message} Mend or remove the file.");
        }
    }
}
