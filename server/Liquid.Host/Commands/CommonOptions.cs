using System.CommandLine;

namespace Liquid.Host.Commands;

/// <summary>The options of every command, and how each runs.</summary>
internal sealed class CommonOptions
{
    private readonly Option<RelayAddress> _server = new("--server")
    {
        Description = "The relay, as http://localhost:5090; with its prefix, if that is another than /liquid.",
        HelpName = "URL",
        Required = true,
        CustomParser = RelayAddress.Parse,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Writes JSON: one value in one line; of watch, one line for each change." };

    public void AddTo(Command command)
    {
        command.Options.Add(_server);
        command.Options.Add(Json);
    }

    /// <summary>Runs a command with the relay that it names; says what fails, and gives the exit code of that.</summary>
    public async Task<int> RunAsync(ParseResult parsed, Func<Relay, Task> act)
    {
        try
        {
            using var relay = new Relay(parsed.GetRequiredValue(_server));
            await act(relay);
            return ExitCode.Done;
        }
        catch (CommandFailure failure)
        {
            await Console.Error.WriteLineAsync(Table.Plain(failure.Message));
            return failure.ExitCode;
        }
    }
}
