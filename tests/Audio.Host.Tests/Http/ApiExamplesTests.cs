using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Audio.Core.Sessions;
using Audio.Host.Http.Reference;
using Audio.Testing.Tools;

namespace Audio.Host.Tests.Http;

/// <summary>
/// The examples in /docs/ work: commands, parameters and bodies. The real answers have the shape shown.
/// </summary>
public sealed class ApiExamplesTests(RunningApi api) : IClassFixture<RunningApi>
{
    /// <summary>The command that cancels the session runs last.</summary>
    [Fact]
    public async Task The_commands_work_and_are_answered_as_shown()
    {
        ExternalTool.Require("curl");
        ExternalTool.Require("espeak-ng");
        await using var story = new Story(api);
        foreach (JsonElement operation in (await OperationsAsync()).OrderBy(o => Name(o) == "cancelSession"))
        {
            string command = operation.GetProperty("x-codeSamples")[0].GetProperty("source").GetString()!;
            command.Should().Contain("localhost:8081");

            string answer = await ShellAsync(
                command.Replace("localhost:8081", $"127.0.0.1:{api.Port}", StringComparison.Ordinal)
            );

            JsonElement shown = operation
                .GetProperty("responses")
                .GetProperty("200")
                .GetProperty("content")
                .GetProperty("application/json")
                .GetProperty("example");
            ShouldBeSuch(JsonDocument.Parse(answer).RootElement, shown, Name(operation));
        }
    }

    [Theory]
    [InlineData("play", "POST", "/v1/play")]
    [InlineData("playUpload", "PUT", "/v1/play")]
    [InlineData("explain", "POST", "/v1/explain")]
    [InlineData("listSessions", "GET", "/v1/sessions")]
    public async Task The_parameters_work_together_and_each_alone(string name, string method, string path)
    {
        JsonElement operation = (await OperationsAsync()).Single(o => Name(o) == name);
        string[] values =
        [
            .. operation
                .GetProperty("parameters")
                .EnumerateArray()
                .Select(p =>
                    $"{p.GetProperty("name").GetString()}={Uri.EscapeDataString(p.GetProperty("example").ToString())}"
                ),
        ];
        values.Should().NotBeEmpty();
        string? body = name.StartsWith("play", StringComparison.Ordinal) ? new string('0', 4_800) : null;

        foreach (
            string query in (string[])
                [
                    string.Join('&', values),
                    .. values
                        .Where(value => !value.StartsWith("overlap", StringComparison.Ordinal))
                        .Select(value =>
                            $"rate=24000&{value}".Replace("rate=24000&rate=", "rate=", StringComparison.Ordinal)
                        ),
                ]
        )
        {
            string asked = name == "listSessions" ? query.Replace("rate=24000&", "", StringComparison.Ordinal) : query;
            (int status, _, string answer) = await api.AskAsync(method, $"{path}?{asked}", body);
            status.Should().Be(200, $"{name} {asked}: {answer}");
        }
    }

    [Fact]
    public async Task The_bodies_work()
    {
        await using var story = new Story(api);
        JsonElement[] operations =
        [
            .. (await OperationsAsync()).Where(o =>
                o.TryGetProperty("requestBody", out JsonElement body)
                && body.GetProperty("content").TryGetProperty("application/json", out _)
            ),
        ];
        operations.Select(Name).Should().BeEquivalentTo("changeSession", "changeBus");
        foreach (JsonElement operation in operations)
        {
            JsonElement example = operation
                .GetProperty("requestBody")
                .GetProperty("content")
                .GetProperty("application/json")
                .GetProperty("schema")
                .GetProperty("examples")[0];
            string id = operation.GetProperty("parameters")[0].GetProperty("example").GetString()!;

            (int status, _, string answer) = await api.AskAsync(
                "PATCH",
                Name(operation) == "changeBus" ? $"/v1/buses/{id}" : $"/v1/sessions/{id}",
                example.GetRawText(),
                "application/json"
            );

            status.Should().Be(200, answer);
            JsonDocument
                .Parse(answer)
                .RootElement.GetProperty("volume")
                .GetDouble()
                .Should()
                .Be(example.GetProperty("volume").GetDouble());
        }
    }

    [Fact]
    public async Task Every_call_has_one() =>
        (await OperationsAsync())
            .Select(o => ApiExamples.Of(Name(o)).Command.TrimEnd())
            .Should()
            .OnlyHaveUniqueItems()
            .And.HaveCountGreaterThan(10);

    /// <summary>Compares the fields and the kinds of their values. The real answer may have more fields.</summary>
    private static void ShouldBeSuch(JsonElement real, JsonElement shown, string where)
    {
        if (shown.ValueKind != JsonValueKind.Null && real.ValueKind != JsonValueKind.Null)
        {
            bool isSame =
                real.ValueKind == shown.ValueKind
                || (
                    real.ValueKind is JsonValueKind.True or JsonValueKind.False
                    && shown.ValueKind is JsonValueKind.True or JsonValueKind.False
                );
            isSame.Should().BeTrue($"{where} is {real}, the example has {shown}");
        }
        if (shown.ValueKind == JsonValueKind.Object && real.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty field in shown.EnumerateObject())
            {
                real.TryGetProperty(field.Name, out JsonElement value)
                    .Should()
                    .BeTrue($"{where}.{field.Name} is in the example, and not in {real}");
                ShouldBeSuch(value, field.Value, $"{where}.{field.Name}");
            }
        }
        if (
            shown.ValueKind == JsonValueKind.Array
            && real.ValueKind == JsonValueKind.Array
            && shown.GetArrayLength() > 0
            && real.GetArrayLength() > 0
        )
        {
            ShouldBeSuch(real[0], shown[0], $"{where}[0]");
        }
    }

    private static string Name(JsonElement operation) => operation.GetProperty("operationId").GetString()!;

    private async Task<JsonElement[]> OperationsAsync()
    {
        (int status, _, string json) = await api.AskAsync("GET", "/openapi/v1.json");
        status.Should().Be(200, json);
        return
        [
            .. JsonDocument
                .Parse(json)
                .RootElement.GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject())
                .Select(method => method.Value),
        ];
    }

    private static async Task<string> ShellAsync(string command)
    {
        using Process shell = Process.Start(
            new ProcessStartInfo(
                "bash",
                ["-o", "pipefail", "-c", $"curl() {{ command curl -sS --fail-with-body \"$@\"; }}\n{command}"]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        string answer = await shell.StandardOutput.ReadToEndAsync();
        string errors = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        shell.ExitCode.Should().Be(0, string.Create(CultureInfo.InvariantCulture, $"{command} said {answer}{errors}"));
        return answer;
    }

    /// <summary>A playing session, which the examples show, change and cancel.</summary>
    private sealed class Story(RunningApi api) : IAsyncDisposable
    {
        private readonly AudioSession _session = api.Engine.OpenSession(
            new SessionOptions { Id = "story", Format = Audio.Protocol.AudioFormat.Pcm16(24_000) }
        );

        /// <summary>The name is free again then, for the next test.</summary>
        public async ValueTask DisposeAsync()
        {
            _session.Cancel();
            await _session.Completion;
        }
    }
}
