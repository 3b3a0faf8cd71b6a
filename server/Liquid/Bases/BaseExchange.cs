using Liquid.Connections;
using Liquid.Messages;
using Liquid.Stores;

namespace Liquid.Bases;

/// <summary>Takes the bases that an instance hands over, and gives it those that it asks for.</summary>
internal sealed class BaseExchange(SpaceBases bases, FrameSender sender, LiquidOptions options, SendRate rate)
{
    public async ValueTask TakeAsync(Base given, ReceivedFrame frame)
    {
        if (frame.Body.Length > options.LargestBase)
        {
            await sender.SendAsync(BaseErrors.TooLarge(frame.Body.Length, options, given.Fingerprint));
        }
        else if (!rate.TryTake(out var wait))
        {
            await sender.SendAsync(BaseErrors.TooMany(options, wait, given.Fingerprint));
        }
        else
        {
            // The frame's memory is the receiver's again as soon as the next frame comes.
            await sender.SendAsync(await KeepAsync(given.Fingerprint, new BaseRecord(frame.Body.ToArray(), frame.IsBinary)));
        }
    }

    public async ValueTask GiveAsync(Fetch fetch)
    {
        if (!rate.TryTake(out var wait))
        {
            await sender.SendAsync(BaseErrors.TooMany(options, wait, fetch.Fingerprint));
            return;
        }

        BaseFound found;
        try
        {
            found = await bases.FindAsync(fetch.Fingerprint);
        }
        catch (StoreUnavailableException problem)
        {
            await sender.SendAsync(BaseErrors.StoreUnavailable(problem, fetch.Fingerprint));
            return;
        }

        await (found.Base is { } there
            ? sender.SendAsync(new OutgoingFrame(EnvelopeWriter.Write(new KnownBase(fetch.Fingerprint), there.Body.Span), there.IsBinary))
            : sender.SendAsync(BaseErrors.Unknown(fetch.Fingerprint, found.IsNamed)));
    }

    private async ValueTask<RelayMessage> KeepAsync(string fingerprint, BaseRecord given)
    {
        try
        {
            return await bases.KeepAsync(fingerprint, given) switch
            {
                BaseKept.Stored => new StoredBase(fingerprint),
                BaseKept.Unnamed => BaseErrors.Unnamed(fingerprint),
                _ => BaseErrors.Full(options, fingerprint),
            };
        }
        catch (StoreUnavailableException problem)
        {
            return BaseErrors.StoreUnavailable(problem, fingerprint);
        }
    }
}
