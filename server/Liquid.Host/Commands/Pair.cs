using System.CommandLine;
using System.Text.Json;

namespace Liquid.Host.Commands;

/// <summary><c>pair CODE</c> takes this machine into a space; <c>pair</c> asks for a code that takes another device in.</summary>
internal static class Pair
{
    public static Command Create(CommonOptions common)
    {
        var code = new Argument<string?>("code")
        {
            Description = "The code that a device of the space was given. Without it, this machine asks for one for another device.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(
            "pair",
            "Takes this machine into a space by a code, or lets another device into its space. The ticket is kept in "
            + "~/.config/liquid/tickets.json, which only you may read.") { code };
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => common.RunAsync(parsed, async relay =>
        {
            var asJson = parsed.GetValue(common.Json);
            if (parsed.GetValue(code) is { } given)
            {
                await relay.JoinAsync(given, cancellationToken);
                var server = relay.Address.ToString();
                Console.WriteLine(asJson
                    ? JsonSerializer.Serialize(new(server), AnswerJson.Plain.Paired)
                    : $"This machine is in the space now, at {server}.");
            }
            else
            {
                var invitation = await relay.InviteAsync(cancellationToken);
                Console.WriteLine(asJson
                    ? JsonSerializer.Serialize(invitation, AnswerJson.Plain.Invitation)
                    : $"Code {Table.Plain(invitation.Code)}, until {invitation.Expires.ToLocalTime():HH:mm:ss}, or open {Table.Plain(invitation.Link)}");
            }
        }));
        return command;
    }
}
