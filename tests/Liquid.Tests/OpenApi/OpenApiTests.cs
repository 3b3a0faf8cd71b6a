using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Liquid.Devices;
using Liquid.Endpoints;
using Liquid.Messages;
using Liquid.Tests.Devices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Liquid.Tests.OpenApi;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Every_endpoint_that_scripts_may_ask_is_described()
    {
        var mapped = new List<string>();
        await using var relay = await TestRelay.StartAsync(map: (app, _) =>
        {
            IEndpointRouteBuilder routes = app;
            mapped.AddRange(routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().SelectMany(PathsOf));
        });
        var paths = (await ReadAsync(relay))["paths"]!.AsObject();

        var described = paths.SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key} {path.Key}"));

        Assert.Equal(mapped.Order(), described.Order());
        Assert.Contains("post /liquid/pair/token", mapped);
    }

    [Fact]
    public async Task Each_operation_says_what_it_does_takes_and_answers_and_that_problems_are_problem_details()
    {
        await using var relay = await TestRelay.StartAsync();
        var document = await ReadAsync(relay);

        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).ToList();
        Assert.Equal(operations.Count, operations.Select(operation => (string)operation.Value!["operationId"]!).Distinct().Count());
        foreach (var (_, operation) in operations)
        {
            Assert.NotEmpty((string)operation!["summary"]!);
            foreach (var (status, response) in operation["responses"]!.AsObject())
            {
                Assert.Equal(
                    status switch { "200" => "application/json", "204" => null, _ => "application/problem+json" },
                    response!["content"]?.AsObject().Single().Key);
            }
        }

        var problem = document["components"]!["schemas"]!["ProblemDetails"]!["properties"]!.AsObject();
        Assert.Superset(
            new HashSet<string> { "detail", "code", "retryable", "retryAfterMs" }, problem.Select(member => member.Key).ToHashSet());
        Assert.Equal("3.1.1", (string)document["openapi"]!);
        Assert.Equal(relay.Origin, (string)document["servers"]![0]!["url"]!);
    }

    public static TheoryData<string, string, string> Answers => new()
    {
        { "/liquid/instances", "get", Written(new InstanceInfo("id", "name", "page", true, "phone", "2026-11-20T12:00:00.000Z")) },
        { "/liquid/messages", "post", Written(new Posted(1, 2, 3)) },
        { "/liquid/devices", "get", Written(new DeviceInfo("id", "name", default, true, default(DateTimeOffset))) },
        { "/liquid/pair", "post", Written(new PairingInvitation("code", "link", default, [])) },
        { "/liquid/pair/token", "post", Written(new ProgramTicket("token")) },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task What_is_described_is_what_is_answered(string path, string method, string answer)
    {
        await using var relay = await TestRelay.StartAsync();
        var document = await ReadAsync(relay);
        var schema = Resolve(document, document["paths"]![path]![method]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!);
        if ((string)schema["type"]! == "array")
        {
            schema = Resolve(document, schema["items"]!);
        }

        var members = JsonNode.Parse(answer)!.AsObject();

        Assert.Equal(members.Select(member => member.Key).Order(), schema["properties"]!.AsObject().Select(member => member.Key).Order());
        foreach (var (name, value) in members)
        {
            var type = schema["properties"]![name]!["type"]!;
            var allowed = type is JsonArray types ? types.Select(one => (string)one!) : [(string)type!];
            Assert.Contains(TypeOf(value!), allowed);
        }
    }

    [Fact]
    public async Task An_application_that_describes_itself_leaves_the_relay_out_and_may_map_it_twice()
    {
        await using var relay = await TestRelay.StartAsync(
            build: builder => builder.Services.AddOpenApi(),
            map: (app, _) =>
            {
                app.MapOpenApi();
                app.MapLiquid("/other");
                app.MapGet("/own", () => "own").WithName("own");
            });

        var own = await relay.Http.GetFromJsonAsync<JsonObject>("/openapi/v1.json", TestContext.Current.CancellationToken);

        Assert.Equal("/own", Assert.Single(own!["paths"]!.AsObject()).Key);
        Assert.True((await ReadAsync(relay))["paths"]!.AsObject().ContainsKey("/other/instances"));
    }

    [Fact]
    public async Task Where_nobody_may_enter_without_a_ticket_the_description_is_public()
    {
        await using var relay = await PairedSpacesTests.StartAsync();

        var document = await ReadAsync(relay);

        Assert.Equal("bearer", (string)document["components"]!["securitySchemes"]!["ticket"]!["scheme"]!);
    }

    private static async Task<JsonObject> ReadAsync(TestRelay relay) =>
        (await relay.Http.GetFromJsonAsync<JsonObject>("/liquid/openapi.json", TestContext.Current.CancellationToken))!;

    private static IEnumerable<string> PathsOf(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
        var isFile = endpoint.RoutePattern.RawText!.Contains('.', StringComparison.Ordinal);
        return isFile || methods.Contains("OPTIONS") ? [] : methods.Select(method => $"{method.ToLowerInvariant()} {endpoint.RoutePattern.RawText}");
    }

    private static JsonNode Resolve(JsonObject document, JsonNode schema) => schema["$ref"] is { } reference
        ? document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!
        : schema;

    private static string Written<T>(T answer) where T : notnull => JsonSerializer.Serialize(answer, typeof(T), MessageJson.Plain);

    private static string TypeOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "integer",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Array => "array",
        var other => other.ToString(),
    };
}
