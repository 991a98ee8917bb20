using Audio.EndToEnd.Tests.Commands;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.TestTools;

/// <summary>Tests can use the WebSocket libraries of other languages that test.sh installs.</summary>
public sealed class RuntimeTests
{
    [Fact]
    public async Task Nodes_ws_is_of_the_version_in_the_lock_file()
    {
        IReadOnlyDictionary<string, string> environment = NodeRuntime.RequireWs();

        CommandResult result = await Command.RunAsync(
            "node",
            ["-e", "require('ws').WebSocket; console.log(require('ws/package.json').version)"],
            environment.ToDictionary(v => v.Key, v => (string?)v.Value)
        );

        result.ExitCode.Should().Be(0, result.ToString());
        string locked = await File.ReadAllTextAsync(
            Path.Combine(AudiodFixture.Root, "tests", "Audio.Testing", "Node", "package-lock.json"),
            TestContext.Current.CancellationToken
        );
        locked.Should().Contain($"\"version\": \"{result.Out.Trim()}\"").And.NotContain("\"resolved\"");
    }

    [Fact]
    public async Task Pythons_websockets_has_a_client()
    {
        string python = PythonRuntime.RequireWebSockets();

        CommandResult result = await Command.RunAsync(
            python,
            ["-c", "import websockets; print(callable(websockets.connect))"]
        );

        result.ToString().Should().StartWith("exit code 0\nTrue");
    }
}
