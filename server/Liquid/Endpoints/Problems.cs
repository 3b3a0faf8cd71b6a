using System.Globalization;
using Liquid.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace Liquid.Endpoints;

/// <summary>
/// Errors over HTTP: problem details (RFC 9457) with the members <c>code</c>, <c>retryable</c> and <c>retryAfterMs</c> that
/// errors have on a socket.
/// </summary>
internal static class Problems
{
    public static ProblemHttpResult UnsupportedVersion => Problem(
        StatusCodes.Status400BadRequest,
        ErrorCode.UnsupportedVersion,
        $"Open a WebSocket here with the subprotocol {SocketEndpoint.Subprotocol}, as the client served at liquid.js does.");

    public static ProblemHttpResult UnsupportedProtocol(string subprotocol) => Problem(
        StatusCodes.Status400BadRequest,
        ErrorCode.UnsupportedVersion,
        $"Open a WebSocket here with the subprotocol {subprotocol}.");

    public static ProblemHttpResult NotLocal => Problem(
        StatusCodes.Status403Forbidden,
        ErrorCode.Forbidden,
        "This answers the relay's own machine alone. Open it there, by the name localhost.");

    public static ProblemHttpResult UnknownSpace(string space) => Problem(
        StatusCodes.Status404NotFound,
        ErrorCode.UnknownSpace,
        $"No space \"{EnvelopeReader.Shorten(space)}\" is open in this relay. Load the dashboard again and choose one of it.");

    public static ProblemHttpResult NotPaired => Problem(
        StatusCodes.Status404NotFound,
        ErrorCode.NotPaired,
        "Devices do not enter this relay by tickets, so there is nothing to pair. Start it with Liquid:Spaces=paired.");

    public static ProblemHttpResult UnknownCode => Problem(
        StatusCodes.Status404NotFound,
        ErrorCode.UnknownCode,
        "This code is wrong, was used, or is older than two minutes. Ask the other device for a new one.");

    public static ProblemHttpResult Forbidden(string remedy) =>
        Problem(StatusCodes.Status403Forbidden, ErrorCode.Forbidden, remedy);

    public static ProblemHttpResult ForbiddenOrigin(HttpRequest request) => Problem(
        StatusCodes.Status403Forbidden, ErrorCode.ForbiddenOrigin, OriginCheck.Remedy(request));

    public static ProblemHttpResult BadMessage(string detail) =>
        Problem(StatusCodes.Status400BadRequest, ErrorCode.BadMessage, detail);

    public static ProblemHttpResult UnknownTarget(string id) =>
        Problem(StatusCodes.Status404NotFound, ErrorCode.UnknownTarget, Errors.UnknownTarget(id, id: 0).Text);

    public static ProblemHttpResult UnknownDevice(string id) => Problem(
        StatusCodes.Status404NotFound,
        ErrorCode.UnknownDevice,
        $"No device \"{EnvelopeReader.Shorten(id)}\" may enter this space. Ask for the list again and choose one of it.");

    public static ProblemHttpResult TooLarge(LiquidOptions options) => Problem(
        StatusCodes.Status413PayloadTooLarge,
        ErrorCode.TooLarge,
        $"The relay takes bodies of up to {options.MaxBodyBytes} bytes. Send less, or raise MaxBodyBytes.");

    public static ProblemHttpResult RateLimited(HttpResponse response, string option, TimeSpan wait) => ComeAgain(
        response,
        StatusCodes.Status429TooManyRequests,
        new Error(
            ErrorCode.RateLimited,
            $"This was asked for more often than {option} allows. Come again later, or raise it.",
            Retryable: true,
            RetryAfterMs: (int)Math.Ceiling(wait.TotalMilliseconds)));

    public static ProblemHttpResult Unavailable(HttpResponse response, Error error) =>
        ComeAgain(response, StatusCodes.Status503ServiceUnavailable, error);

    /// <summary>Answers with it, and counts it.</summary>
    public static Task AnswerAsync(this ProblemHttpResult problem, HttpContext context)
    {
        Count(problem, context);
        return problem.ExecuteAsync(context);
    }

    /// <summary>Whoever looks after the relay sees by the meter how many are refused, and why.</summary>
    public static void Count(ProblemHttpResult problem, HttpContext context) =>
        context.RequestServices.GetRequiredService<LiquidMeter>().Refused((string)problem.ProblemDetails.Extensions["code"]!);

    /// <summary>Says when, in the header that everybody knows too.</summary>
    private static ProblemHttpResult ComeAgain(HttpResponse response, int status, Error error)
    {
        var wait = error.RetryAfterMs ?? 1000;
        response.Headers.RetryAfter = Math.Max(1, (wait + 999) / 1000).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(
            error.Text,
            statusCode: status,
            extensions: [new("code", error.Code), new("retryable", true), new("retryAfterMs", wait)]);
    }

    private static ProblemHttpResult Problem(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: [new("code", code), new("retryable", false)]);
}
