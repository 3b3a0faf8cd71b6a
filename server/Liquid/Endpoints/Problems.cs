using Liquid.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Liquid.Endpoints;

/// <summary>Errors over HTTP: problem details (RFC 9457) with the member <c>code</c>.</summary>
internal static class Problems
{
    public static ProblemHttpResult UnsupportedVersion => Problem(
        StatusCodes.Status400BadRequest,
        ErrorCode.UnsupportedVersion,
        $"Open a WebSocket here with the subprotocol {SocketEndpoint.Subprotocol}, as the client served at liquid.js does.");

    public static ProblemHttpResult Forbidden => Problem(
        StatusCodes.Status403Forbidden,
        ErrorCode.Forbidden,
        "This request belongs to no space. Sign in first, or see the application's SpaceOf option.");

    public static ProblemHttpResult ForbiddenOrigin(HttpRequest request) => Problem(
        StatusCodes.Status403Forbidden, ErrorCode.ForbiddenOrigin, OriginCheck.Remedy(request));

    public static ProblemHttpResult BadMessage(string detail) =>
        Problem(StatusCodes.Status400BadRequest, ErrorCode.BadMessage, detail);

    public static ProblemHttpResult UnknownTarget(string id) =>
        Problem(StatusCodes.Status404NotFound, ErrorCode.UnknownTarget, Errors.UnknownTarget(id, id: 0).Text);

    public static ProblemHttpResult TooLarge(LiquidOptions options) => Problem(
        StatusCodes.Status413PayloadTooLarge,
        ErrorCode.TooLarge,
        $"The relay takes bodies of up to {options.MaxBodyBytes} bytes. Send less, or raise MaxBodyBytes.");

    /// <summary>Says when to come again, too.</summary>
    public static ProblemHttpResult Unavailable(HttpResponse response, string detail)
    {
        response.Headers.RetryAfter = "1";
        return Problem(StatusCodes.Status503ServiceUnavailable, ErrorCode.Unavailable, detail);
    }

    private static ProblemHttpResult Problem(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: [new("code", code)]);
}
