using System.Net;
using Liquid.Quotas;
using Liquid.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Liquid.Devices;

/// <summary>How devices come into one space, and out of it again.</summary>
internal sealed partial class Pairing(
    IDeviceStore store,
    PairedEntrance entrance,
    Tickets tickets,
    TicketCookies cookies,
    IOptions<LiquidOptions> options,
    TimeProvider time,
    ILogger<Pairing> logger)
{
    /// <summary>
    /// How long the ticket before is still good, and what it has open stays: were that closed before the answer with
    /// the new ticket has reached the browser, its windows would come back as strangers.
    /// </summary>
    private static readonly TimeSpan _handover = TimeSpan.FromSeconds(1);

    private readonly AddressRate _attempts =
        new(options.Value.MaxPairingAttemptsPerAddress, TimeSpan.FromMinutes(1), time);

    private readonly AddressRate _attemptsOfAll = new(options.Value.MaxPairingAttempts, TimeSpan.FromMinutes(1), time);

    /// <summary>A new code by which another device joins this one's space, in place of the last.</summary>
    /// <param name="device">The device that invites.</param>
    /// <param name="page">Where the link leads.</param>
    /// <param name="origins">Where this program is reached from elsewhere, if not there.</param>
    public async ValueTask<PairingInvitation> InviteAsync(Device device, string page, IReadOnlyList<string> origins)
    {
        var code = PairingCode.New();
        var expires = time.GetUtcNow() + PairingCode.Lifetime;
        await store.InviteAsync(device.Id, PairingCode.Hash(code), expires);
        return new(code, $"{page}#liquid={code}", expires, origins);
    }

    /// <summary>
    /// Gives the browser a ticket into the code's space. The ticket is a new one, so whoever holds a copy of the one
    /// before does not come along.
    /// </summary>
    public async ValueTask<JoinOutcome> JoinAsync(HttpContext context, string code)
    {
        var former = await entrance.FindAllAsync(context.Request);
        var outcome = await RedeemAsync(context, code, former.Select(device => device.Name).FirstOrDefault(""));
        if (outcome is JoinOutcome.Joined { Device: var device })
        {
            cookies.Write(context, "/pair/join", device);
            _ = RetireAsync(former);
        }

        return outcome;
    }

    /// <summary>Gives a program a ticket into the code's space, in words: what a browser keeps in a cookie, it keeps itself.</summary>
    /// <param name="context">The request.</param>
    /// <param name="code">The code.</param>
    /// <param name="name">What the program is called in the list of devices.</param>
    public async ValueTask<(JoinOutcome Outcome, string Token)> JoinAsProgramAsync(HttpContext context, string code, string name)
    {
        var outcome = await RedeemAsync(context, code, name);
        return (outcome, outcome is JoinOutcome.Joined { Device: var device } ? tickets.Write(device) : "");
    }

    /// <summary>Takes the browser's tickets back; what it has open ends.</summary>
    public async ValueTask LeaveAsync(HttpContext context)
    {
        foreach (var device in await entrance.FindAllAsync(context.Request))
        {
            await store.RemoveAsync(device.Space, new DeviceEnd(device.Id, Moved: false));
        }

        cookies.Write(context, "/leave", device: null);
    }

    public async ValueTask<IReadOnlyList<DeviceInfo>> ListAsync(Device self) =>
    [
        .. (await store.ListAsync(self.Space))
            .Select(device => new DeviceInfo(device.Id, device.Name, device.Added, device.Id == self.Id, device.Seen)),
    ];

    /// <summary>Takes a device's ticket back; false if this one's space has no such device.</summary>
    public ValueTask<bool> RemoveAsync(Device self, string id) => store.RemoveAsync(self.Space, new DeviceEnd(id, Moved: false));

    private async ValueTask<JoinOutcome> RedeemAsync(HttpContext context, string code, string name)
    {
        var address = ClientAddress.Of(context);
        if (!_attempts.TryTake(address, out var wait))
        {
            return new JoinOutcome.TooMany(nameof(LiquidOptions.MaxPairingAttemptsPerAddress), wait);
        }

        if (!_attemptsOfAll.TryTake(IPAddress.None, out wait))
        {
            return new JoinOutcome.TooMany(nameof(LiquidOptions.MaxPairingAttempts), wait);
        }

        // Seen already: whoever knew a code is no visitor, and a program may first use its ticket much later.
        var now = time.GetUtcNow();
        var newcomer = new Device(Tickets.NewDeviceId(), "", name, now, now);
        if (await store.RedeemAsync(PairingCode.Hash(code), newcomer) is not { } device)
        {
            return new JoinOutcome.UnknownCode();
        }

        _attempts.GiveBack(address);
        _attemptsOfAll.GiveBack(IPAddress.None);
        return new JoinOutcome.Joined(device.Id);
    }

    private async Task RetireAsync(IReadOnlyList<Device> former)
    {
        try
        {
            await Task.Delay(_handover, time);
            foreach (var device in former)
            {
                await store.RemoveAsync(device.Space, new DeviceEnd(device.Id, Moved: true));
            }
        }
        catch (StoreUnavailableException problem)
        {
            // It stays in the space where it was, and was its own all along.
            LogNotRetired(problem.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A device that moved to another space is still listed in its former one: {Problem}")]
    private partial void LogNotRetired(string problem);
}

/// <summary>A code, the link that carries it, until when it works, and where else the link's page is.</summary>
internal sealed record PairingInvitation(string Code, string Link, DateTimeOffset Expires, IReadOnlyList<string> Origins);

/// <summary>What somebody says who joins.</summary>
internal sealed record PairingAnswer(string Code);

/// <summary>What a program says that joins, and how it is called in the list of devices.</summary>
internal sealed record ProgramAnswer(string Code, string Name = "");

/// <summary>A program's ticket.</summary>
internal sealed record ProgramTicket(string Token);

/// <summary>A device as the others of its space see it.</summary>
internal sealed record DeviceInfo(string Id, string Name, DateTimeOffset Added, bool Self, DateTimeOffset? Seen = null);

/// <summary>What became of a code.</summary>
internal abstract record JoinOutcome
{
    /// <summary>The device may enter the code's space.</summary>
    public sealed record Joined(string Device) : JoinOutcome;

    /// <summary>Wrong, used or expired: nobody is told which.</summary>
    public sealed record UnknownCode : JoinOutcome;

    public sealed record TooMany(string Option, TimeSpan Wait) : JoinOutcome;
}
