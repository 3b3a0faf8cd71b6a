using Liquid.Quotas;
using Liquid.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Liquid.Devices;

/// <summary>Lets devices in by their tickets, and gives a ticket into a new space to whoever has none.</summary>
internal sealed partial class PairedEntrance(
    IDeviceStore store,
    RequestTickets tickets,
    TicketCookies cookies,
    Visits visits,
    IOptions<LiquidOptions> options,
    TimeProvider time,
    ILogger<PairedEntrance> logger)
{
    /// <summary>How old what is kept of a device may get; more often would be a write for each visit.</summary>
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);

    private readonly AddressRate _newSpaces = new(options.Value.MaxNewSpacesPerHour, TimeSpan.FromHours(1), time);

    /// <summary>The device of a request; <see langword="null"/> if it brings no ticket that is good.</summary>
    /// <exception cref="StoreUnavailableException">It can't be looked up now.</exception>
    public async ValueTask<Device?> FindAsync(HttpRequest request)
    {
        var device = Oldest(await FindAllAsync(request));
        if (device is not null)
        {
            // A script may never open a socket, and is there all the same.
            _ = DescribeAsync(device, device.Name);
        }

        return device;
    }

    /// <summary>All devices whose tickets a request brings; one, as a rule.</summary>
    /// <exception cref="StoreUnavailableException">They can't be looked up now.</exception>
    public ValueTask<IReadOnlyList<Device>> FindAllAsync(HttpRequest request) => FindAllAsync(tickets.Read(request));

    /// <summary>
    /// Decides about a socket that is to be opened. A newcomer gets a ticket with the answer and has to come again with it:
    /// then it is sure that the browser keeps it, and of several tickets that one browser got at once the oldest stays.
    /// </summary>
    /// <exception cref="StoreUnavailableException">It can't be decided now.</exception>
    public async ValueTask<Arrival> ArriveAsync(HttpContext context)
    {
        var opened = tickets.Read(context.Request).Select(visits.Open).ToList();
        Visit? kept = null;
        try
        {
            var found = await FindAllAsync([.. opened.Select(visit => visit.Device)]);
            if (Oldest(found) is not { } device)
            {
                // A program keeps no cookie: it would be given one ticket after the other.
                return tickets.BearerOf(context.Request) is null ? await WelcomeAsync(context) : new Arrival.Refused();
            }

            foreach (var other in found.Where(other => other != device))
            {
                await store.RemoveAsync(other.Space, new DeviceEnd(other.Id, Moved: true));
            }

            if (tickets.BearerOf(context.Request) is null && (found.Count > 1 || time.GetUtcNow() - device.Seen >= _day))
            {
                cookies.Write(context, Endpoints.SocketEndpoint.Path, device.Id);
            }

            kept = opened.Single(visit => visit.Device == device.Id);
            kept.OnWelcome(name => _ = DescribeAsync(device, name));
            return new Arrival.Known(device, kept);
        }
        finally
        {
            opened.Where(visit => visit != kept).ToList().ForEach(visit => visit.Dispose());
        }
    }

    private async ValueTask<Arrival> WelcomeAsync(HttpContext context)
    {
        if (!_newSpaces.TryTake(ClientAddress.Of(context), out var wait))
        {
            return new Arrival.TooMany(wait);
        }

        var device = new Device(Tickets.NewDeviceId(), $"paired {Tickets.NewDeviceId()}", "", time.GetUtcNow(), null);
        await store.AddAsync(device);
        cookies.Write(context, Endpoints.SocketEndpoint.Path, device.Id);
        return new Arrival.Newcomer();
    }

    private async ValueTask<IReadOnlyList<Device>> FindAllAsync(IReadOnlyList<string> ids)
    {
        var found = new List<Device>();
        foreach (var id in ids)
        {
            if (await store.FindAsync(id) is { } device)
            {
                found.Add(device);
            }
        }

        return found;
    }

    private static Device? Oldest(IEnumerable<Device> devices) =>
        devices.OrderBy(device => device.Added).ThenBy(device => device.Id, StringComparer.Ordinal).FirstOrDefault();

    private async Task DescribeAsync(Device device, string name)
    {
        var now = time.GetUtcNow();
        if (device.Name == name && device.Seen is { } seen && now - seen < _day)
        {
            return;
        }

        try
        {
            await store.DescribeAsync(device.Id, name, now);
        }
        catch (StoreUnavailableException problem)
        {
            // The next visit does it.
            LogNotDescribed(problem.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "A device was not described: {Problem}")]
    private partial void LogNotDescribed(string problem);
}

/// <summary>How somebody comes to the entrance.</summary>
internal abstract record Arrival
{
    /// <summary>With a ticket that is good.</summary>
    public sealed record Known(Device Device, Visit Visit) : Arrival;

    /// <summary>Without one; the answer brings it.</summary>
    public sealed record Newcomer : Arrival;

    /// <summary>As a program with a ticket that has ended.</summary>
    public sealed record Refused : Arrival;

    /// <summary>From where too many new ones came already.</summary>
    public sealed record TooMany(TimeSpan Wait) : Arrival;
}
