using Liquid.Spaces;
using Liquid.Stores;
using Microsoft.AspNetCore.Http;

namespace Liquid.Endpoints;

/// <summary>Lets HTTP requests into the space they belong to, by the same rules as sockets.</summary>
internal sealed class Entry(OriginCheck origins, SpaceSelector selector, SpaceRegistry spaces)
{
    /// <summary>Answers for the space of the request, or says why there is none.</summary>
    public async Task<IResult> AnswerAsync(HttpContext context, Func<Space, Task<IResult>> answer)
    {
        if (!origins.Allows(context.Request))
        {
            return Problems.ForbiddenOrigin(context.Request);
        }

        if (await selector.SpaceOf(context) is not { } name)
        {
            return Problems.Forbidden;
        }

        try
        {
            return await answer(await spaces.OpenAsync(name));
        }
        catch (StoreUnavailableException problem)
        {
            return Problems.Unavailable(context.Response, problem.Message);
        }
    }
}
