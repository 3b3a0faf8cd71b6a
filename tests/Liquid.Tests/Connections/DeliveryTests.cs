using System.Text.Json.Nodes;

namespace Liquid.Tests.Connections;

public sealed class DeliveryTests
{
    [Fact]
    public async Task A_migration_goes_to_its_target_alone_byte_for_byte()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        using var c = await relay.JoinAsync();
        const string body = "{\"patch\": {\"base\":\"9f86\"},\n \"é\":\"\\u00e9\"}";

        var sent = await a.MigrateAsync(7, b.Id, body);
        var message = await b.HearAsync("message");

        Assert.Equal((7, 1, 1), ((int)sent["id"]!, (int)sent["targets"]!, (int)sent["online"]!));
        Assert.Equal(sent.Number, message.Number);
        Assert.Equal((a.Id, 7, "migration"), ((string)message["from"]!, (int)message["id"]!, (string)message["kind"]!));
        Assert.Equal(body, message.Text);
        Assert.False(message.IsBinary);
        Assert.DoesNotContain(await c.HearRestAsync(), frame => frame.Type == "message");
    }

    [Fact]
    public async Task A_broadcast_goes_to_all_but_its_sender()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        using var c = await relay.JoinAsync();

        var sent = await a.MigrateAsync(1, "*", "all");

        Assert.Equal((2, 2), ((int)sent["targets"]!, (int)sent["online"]!));
        Assert.Equal("all", (await b.HearAsync("message")).Text);
        Assert.Equal("all", (await c.HearAsync("message")).Text);
        Assert.DoesNotContain(await a.HearRestAsync(), frame => frame.Type == "message");
    }

    [Fact]
    public async Task A_receipt_comes_back_and_names_the_migration()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        await a.MigrateAsync(3, b.Id);
        await b.HearAsync("message");

        var receipt = new JsonObject { ["type"] = "send", ["id"] = 1, ["to"] = a.Id, ["kind"] = "receipt", ["re"] = 3 };
        await b.Socket.SayAsync(receipt, """{"status":"applied","applied":0}""");
        var message = await a.HearAsync("message");

        Assert.Equal(("receipt", 3, b.Id), ((string)message["kind"]!, (int)message["re"]!, (string)message["from"]!));
        Assert.Equal("""{"status":"applied","applied":0}""", message.Text);
    }
}
