using System.CommandLine;

namespace Liquid.Host.Commands;

/// <summary>What the program does besides being a relay: it asks one.</summary>
internal static class CommandLine
{
    private static readonly string[] _help = ["--help", "-h", "-?", "/?", "--version"];

    /// <summary>Whether a command is meant, and not the relay with its settings (<c>--urls</c>, <c>Liquid:Store=memory</c>).</summary>
    public static bool IsMeant(string[] args) =>
        args is [{ Length: > 0 } first, ..] && (_help.Contains(first) || (first[0] is not ('-' or '/') && !first.Contains('=')));

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        if (parsed.Errors.Count == 0)
        {
            return await parsed.InvokeAsync();
        }

        foreach (var error in parsed.Errors)
        {
            await Console.Error.WriteLineAsync(Table.Plain(error.Message));
        }

        await Console.Error.WriteLineAsync("--help tells what there is.");
        return ExitCode.Usage;
    }

    private static RootCommand Create()
    {
        var common = new CommonOptions();
        return new RootCommand(
            "Without a command, this is a relay, with settings such as --urls http://127.0.0.1:5090 --webroot DIRECTORY "
            + "--Liquid:Spaces=shared --Dashboard=true. With one, it asks a relay. "
            + ExitCode.Meanings)
        {
            Instances.Create(common),
            Watch.Create(common),
            Sending.CreateSend(common),
            Sending.CreateBroadcast(common),
            Pair.Create(common),
        };
    }
}
