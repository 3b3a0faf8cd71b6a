using System.CommandLine;
using System.Text.Json;

namespace Liquid.Host.Commands;

/// <summary><c>send</c> and <c>broadcast</c>: a migration to one instance, or to all.</summary>
internal static class Sending
{
    private const string Everyone = "*";

    public static Command CreateSend(CommonOptions common)
    {
        var to = new Argument<string>("instance") { Description = "The id of the instance, as `instances` lists it." };
        var command = new Command("send", "Sends a migration to one instance.") { to };
        return Complete(command, common, parsed => parsed.GetRequiredValue(to));
    }

    public static Command CreateBroadcast(CommonOptions common) =>
        Complete(new Command("broadcast", "Sends a migration to all instances of the space."), common, _ => Everyone);

    private static Command Complete(Command command, CommonOptions common, Func<ParseResult, string> toWhom)
    {
        var file = new Argument<string?>("file")
        {
            Description = "The file that holds the migration as JSON; without it, or with -, it is read from the standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var ttl = new Option<long?>("--ttl") { Description = "How long it waits for who is away.", HelpName = "SECONDS" };
        command.Arguments.Add(file);
        command.Options.Add(ttl);
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => common.RunAsync(parsed, async relay =>
        {
            await using var body = Open(parsed.GetValue(file));
            var posted = await relay.PostAsync(toWhom(parsed), parsed.GetValue(ttl), body, cancellationToken);
            Console.WriteLine(parsed.GetValue(common.Json)
                ? JsonSerializer.Serialize(posted, AnswerJson.Plain.PostedMessage)
                : $"Sent as number {posted.Number} to {posted.Targets} {(posted.Targets == 1 ? "instance" : "instances")}, {posted.Online} online.");
        }));
        return command;
    }

    private static Stream Open(string? file)
    {
        if (file is null or "-")
        {
            return file is null && !Console.IsInputRedirected
                ? throw new CommandFailure(ExitCode.Usage, "Name the file that holds the migration, or pipe it in.")
                : Console.OpenStandardInput();
        }

        try
        {
            return File.OpenRead(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Usage, problem.Message);
        }
    }
}
