using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Liquid.Host.Commands;

/// <summary>A relay that is asked, by whoever holds this machine's ticket; what it refuses is a failure in words.</summary>
internal sealed class Relay : IDisposable
{
    private readonly RelayAddress _address;
    private readonly CookieContainer _cookies;
    private readonly HttpClient _http;

    public Relay(RelayAddress address)
    {
        _address = address;
        _cookies = TicketFile.Read(address);
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false });

        // What comes with a cookie has to name its origin.
        _http.DefaultRequestHeaders.Add("Origin", address.Origin);
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    public RelayAddress Address => _address;

    public Task<ListedInstance[]> InstancesAsync(CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, "instances", body: null, AnswerJson.Plain.ListedInstanceArray, cancellationToken);

    public Task<PostedMessage> PostAsync(string to, long? ttl, Stream body, CancellationToken cancellationToken) =>
        AskAsync(
            HttpMethod.Post,
            $"messages?to={Uri.EscapeDataString(to)}{(ttl is null ? "" : $"&ttl={ttl}")}",
            new StreamContent(body),
            AnswerJson.Plain.PostedMessage,
            cancellationToken);

    public Task<Invitation> InviteAsync(CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, "pair", body: null, AnswerJson.Plain.Invitation, cancellationToken);

    /// <summary>Takes this machine into the code's space, and keeps its ticket.</summary>
    public async Task JoinAsync(string code, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(
            HttpMethod.Post, "pair/join", JsonContent.Create(new(code), AnswerJson.Plain.GivenCode), cancellationToken);
        TicketFile.Write(_address, _cookies);
    }

    /// <summary>Looks on; everything that is told from then on comes out of the socket.</summary>
    public async Task<ClientWebSocket> WatchAsync(CancellationToken cancellationToken)
    {
        // Says why nobody is let in, which an upgrade that is refused does not.
        await InstancesAsync(cancellationToken);
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("liquid.watch.v1");
        socket.Options.Cookies = _cookies;
        socket.Options.SetRequestHeader("Origin", _address.Origin);
        try
        {
            await socket.ConnectAsync(_address.SocketOf("watch"), cancellationToken);
            return socket;
        }
        catch (WebSocketException problem)
        {
            socket.Dispose();
            throw new CommandFailure(ExitCode.Refused, $"{_address} does not let anybody watch: {problem.Message}");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> AskAsync<T>(
        HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(method, path, body, cancellationToken);
        try
        {
            return await answer.Content.ReadFromJsonAsync(type, cancellationToken) ?? throw NoRelay();
        }
        catch (JsonException)
        {
            throw NoRelay();
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, _address.Of(path)) { Content = body };
            var answer = await _http.SendAsync(request, cancellationToken);
            return answer.IsSuccessStatusCode ? answer : throw await FailureAsync(answer, cancellationToken);
        }
        catch (HttpRequestException problem)
        {
            throw Unreachable((problem.InnerException as SocketException)?.Message ?? problem.Message);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable($"no answer within {_http.Timeout.TotalSeconds} seconds");
        }
    }

    private async Task<CommandFailure> FailureAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using (answer)
        {
            var problem = await ReadProblemAsync(answer, cancellationToken);
            return answer.StatusCode switch
            {
                HttpStatusCode.Unauthorized or (>= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest) => new(
                    ExitCode.Forbidden, $"{_address} wants whoever asks to sign in, which this program can't."),
                HttpStatusCode.Forbidden => new(ExitCode.Forbidden, Forbidden(problem)),
                _ when problem.Code is { } code => new(
                    code.StartsWith("unknown_", StringComparison.Ordinal) ? ExitCode.Unknown : ExitCode.Refused,
                    problem.Detail ?? code),
                _ => NoRelay(answer.StatusCode),
            };
        }
    }

    private string Forbidden(Problem problem) => problem.Code == "forbidden"
        ? $"{_address} does not let this machine in. {problem.Detail} On a device that is in, ask for a code, and give it here: "
            + $"pair CODE --server {_address.Origin}"
        : problem.Detail ?? $"{_address} does not let this machine in.";

    private static async Task<Problem> ReadProblemAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            return await answer.Content.ReadFromJsonAsync(AnswerJson.Plain.Problem, cancellationToken) ?? new();
        }
        catch (JsonException)
        {
            // Somebody else's page.
            return new();
        }
    }

    private CommandFailure Unreachable(string why) => new(
        ExitCode.Unreachable, $"No relay answers at {_address}: {why.TrimEnd('.')}. Is it running, and is this its address?");

    private CommandFailure NoRelay(HttpStatusCode? status = null) => new(
        ExitCode.Unreachable,
        $"What answers at {_address} is no relay{(status is { } code ? $" ({(int)code})" : "")}. If its prefix is another than /liquid, give it "
            + "with the address: --server http://HOST/PREFIX");
}
