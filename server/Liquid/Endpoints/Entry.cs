using Liquid.Devices;
using Liquid.Messages;
using Liquid.Quotas;
using Liquid.Spaces;
using Liquid.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Liquid.Endpoints;

/// <summary>Lets HTTP requests into the space they belong to, by the same rules as sockets.</summary>
internal sealed class Entry(
    OriginCheck origins,
    SpaceSelector selector,
    PairedEntrance paired,
    SpaceRegistry spaces,
    IOptions<LiquidOptions> options,
    TimeProvider time)
{
    private readonly AddressRate _changes = new(options.Value.MaxSendsPerSecond, TimeSpan.FromSeconds(1), time);

    /// <summary>Answers for the space of the request, or says why there is none.</summary>
    public Task<IResult> AnswerAsync(HttpContext context, Func<Space, Task<IResult>> answer) =>
        GuardAsync(context, async () => await selector.SpaceOf(context) is { } name
            ? await answer(await spaces.OpenAsync(name))
            : Problems.Forbidden(selector.Remedy));

    /// <summary>
    /// Answers for a space that whoever looks after the relay names. A page that asks is of the relay's own origin: the allowed
    /// ones are those of applications, not of operators.
    /// </summary>
    public Task<IResult> AnswerOperatorAsync(HttpContext context, string space, Func<Space, Task<IResult>> answer) =>
        context.Request.Headers.Origin.Count > 0 && !OriginCheck.IsOwn(context.Request)
            ? Task.FromResult<IResult>(Problems.ForbiddenOrigin(context.Request))
            : GuardAsync(context, async () => spaces.Find(space) is { IsClosed: false } found
                ? await answer(found)
                : Problems.UnknownSpace(space));

    /// <summary>Answers for the device of the request, or says why there is none.</summary>
    public Task<IResult> AnswerDeviceAsync(HttpContext context, Func<Device, Task<IResult>> answer) =>
        AnswerPairedAsync(context, async () => await paired.FindAsync(context.Request) is { } device
            ? await answer(device)
            : Problems.Forbidden(selector.Remedy));

    /// <summary>Answers where devices enter by tickets.</summary>
    public Task<IResult> AnswerPairedAsync(HttpContext context, Func<Task<IResult>> answer) =>
        GuardAsync(context, async () => selector.IsPaired ? await answer() : Problems.NotPaired);

    private async Task<IResult> GuardAsync(HttpContext context, Func<Task<IResult>> answer)
    {
        var result = await DecideAsync(context, answer);
        if (result is ProblemHttpResult problem)
        {
            Problems.Count(problem, context);
        }

        return result;
    }

    private async Task<IResult> DecideAsync(HttpContext context, Func<Task<IResult>> answer)
    {
        CrossOrigin.Share(context, origins);
        if (!origins.Allows(context.Request))
        {
            return Problems.ForbiddenOrigin(context.Request);
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !_changes.TryTake(ClientAddress.Of(context), out var wait))
        {
            return Problems.RateLimited(context.Response, nameof(LiquidOptions.MaxSendsPerSecond), wait);
        }

        try
        {
            return await answer();
        }
        catch (StoreUnavailableException problem)
        {
            return Problems.Unavailable(context.Response, Errors.StoreUnavailable(problem));
        }
    }
}
