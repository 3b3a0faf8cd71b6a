using System.CommandLine;
using System.Text.Json;

namespace Liquid.Host.Commands;

/// <summary><c>instances</c>: who is in the space.</summary>
internal static class Instances
{
    private static readonly string[] _heading = ["NAME", "KIND", "STATE", "PAGE", "ID"];

    public static Command Create(CommonOptions common)
    {
        var command = new Command("instances", "Lists who is in the space.");
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => common.RunAsync(parsed, async relay =>
        {
            var instances = await relay.InstancesAsync(cancellationToken);
            if (parsed.GetValue(common.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(instances, AnswerJson.Plain.ListedInstanceArray));
            }
            else
            {
                Show(instances);
            }
        }));
        return command;
    }

    public static void Show(ListedInstance[] instances)
    {
        if (instances.Length == 0)
        {
            Console.WriteLine("Nobody is in this space.");
            return;
        }

        var now = DateTimeOffset.UtcNow;
        Table.Write(
            Console.Out,
            _heading,
            instances.OrderByDescending(instance => instance.Online)
                .Select(instance => new[] { instance.Name, instance.Kind ?? "-", StateOf(instance, now), instance.Page, instance.Id }));
    }

    private static string StateOf(ListedInstance instance, DateTimeOffset now) => instance switch
    {
        { Online: true } => "online",
        { LastSeen: { } seen } => $"away for {Table.Ago(seen, now)}",
        _ => "away",
    };
}
