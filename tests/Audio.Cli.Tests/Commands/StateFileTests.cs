using System.Net;
using System.Text;
using System.Text.Json;
using Audio.Cli.Invocation;
using Audio.Cli.Processes;
using Audio.Cli.State;
using Audio.Host.Options;
using Audio.Host.State;
using Audio.Testing;
using Audio.Testing.Files;
using Audio.Testing.Sockets;
using Audio.Testing.Tools;

namespace Audio.Cli.Tests.Commands;

/// <summary>
/// The commands with state files of arbitrary content: they print one line and exit with a valid code.
/// </summary>
public sealed class StateFileTests : IDisposable
{
    /// <summary>Commands that read the state of a daemon. All of them end by themselves and start nothing.</summary>
    private static readonly string[] Commands =
    [
        "status",
        "health",
        "stop",
        "play nothing.wav",
        "top --once",
        "logs -n 1",
        "restart --period 0",
    ];

    private readonly TempFolder _folder = new();
    private readonly int _port = FreePort.Find();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_stands_in_the_state_of_a_daemon()
    {
        foreach (byte[] content in Mutations.Fixed.Concat(Mutations.Of(ValidState(), damages: 150)))
        {
            await File.WriteAllBytesAsync(_folder.File($"daemon-{_port}.json"), content, Cancel);
            if (Store.Read(_port) is { } state && !IPAddress.IsLoopback(IPAddress.Parse(state.Address)))
                continue; // A daemon may listen on any address, but this test must not contact another machine.
            string command = Commands[content.Length % Commands.Length];
            await ShouldEndAsync($"{command} --port {_port}", content);
            await ShouldEndAsync(command, content);
        }
    }

    [Fact]
    public async Task Whatever_stands_in_the_other_files()
    {
        string starting = JsonSerializer.Serialize(new Starting(Dead, _port), StartingJson.Default.Starting);
        foreach (byte[] content in Mutations.Fixed.Concat(Mutations.Of(starting, damages: 20)))
        {
            await File.WriteAllBytesAsync(_folder.File("latest-port"), content, Cancel);
            await File.WriteAllBytesAsync(_folder.File($"starting-{Dead.Id}.json"), content, Cancel);
            await ShouldEndAsync($"stop --port {_port}", content);
            await ShouldEndAsync("restart --period 0", content);
            StateStore.ReadPid(_folder.File("latest-port")).Should().NotBe(-1);
        }
    }

    [Theory]
    [InlineData("70000")]
    [InlineData("0")]
    [InlineData("-8081")]
    [InlineData("8081\n8082\n")]
    [InlineData("99999999999999999999")]
    public void A_latest_port_that_is_none_counts_as_none(string text)
    {
        File.WriteAllText(_folder.File("latest-port"), text);

        Store.LatestPort().Should().BeNull();
        Store.PortMeant().Should().BeNull();
    }

    [Theory]
    [InlineData("a folder")]
    [InlineData("a pipe")]
    [InlineData("a device")]
    [InlineData("a link to nothing")]
    [InlineData("a link to itself")]
    [InlineData("a gigabyte")]
    [InlineData("unreadable")]
    public async Task Whatever_stands_under_the_name_of_a_state_file(string what)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Its files are of another kind.");
        foreach (
            string name in new[] { $"daemon-{_port}.json", "latest-port", "starting-1.json", $"buses-{_port}.json" }
        )
        {
            await PutAsync(what, _folder.File(name), $"{_port}");
        }

        foreach (string command in Commands)
        {
            await ShouldEndAsync($"{command} --port {_port}", []);
            await ShouldEndAsync(command, []);
        }
        new BusFile(_folder.Path, _port).Invoking(file => file.Read()).Should().NotThrow<InvalidOperationException>();
    }

    [Fact]
    public async Task A_state_that_is_none_counts_as_none()
    {
        foreach (
            string value in new[]
            {
                "\"process\":null",
                $"\"port\":{_port + 65_536}",
                "\"version\":null",
                "\"arguments\":null",
                "\"address\":\"example.org\"",
                "\"drainLimitMs\":-1",
                "\"logFile\":\"\\ud800\"",
            }
        )
        {
            string name = value.Split(':')[0];
            string text = ValidState().ReplaceLineEndings("");
            string content = System.Text.RegularExpressions.Regex.Replace(
                text,
                $@"{name}: (\{{[^}}]*\}}|""[^""]*""|[-0-9]+)",
                value.Replace("$", "$$", StringComparison.Ordinal)
            );
            content.Should().NotBe(text);
            await File.WriteAllTextAsync(_folder.File($"daemon-{_port}.json"), content, Cancel);

            Store.Read(_port).Should().BeNull(value);
            Store.ReadAll().Should().BeEmpty();
            (await RunAsync($"status --port {_port}"))
                .Should()
                .Be((ExitCode.NotRunning, $"audiod is not running on port {_port}.{Environment.NewLine}"));
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The mark of a process that no longer exists.</summary>
    private static ProcessMark Dead { get; } = ProcessMark.Current() with { Started = "another boot:1" };

    private StateStore Store => new(_folder.Path);

    private async Task ShouldEndAsync(string line, byte[] content)
    {
        string because =
            $"of {line} with {Encoding.Latin1.GetString(content.AsSpan(0, Math.Min(content.Length, 1000)))}";
        (int code, string said) = await RunAsync(line).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancel);
        code.Should().BeInRange(ExitCode.Ok, ExitCode.NotRunning, because);
        said.TrimEnd().Should().NotBeEmpty(because).And.NotContain("   at ", because);
        if (!line.StartsWith("logs", StringComparison.Ordinal))
            said.TrimEnd().Split('\n').Should().ContainSingle(because);
    }

    private async Task<(int Code, string Said)> RunAsync(string line)
    {
        var said = new StringWriter();
        // Without this layer, a command without --port would find the daemon of whoever runs the tests.
        var port = SettingLayer.CommandLine(new Dictionary<string, string> { [Settings.Port.Name] = $"{_port}" });
        var context = new CommandContext
        {
            Out = said,
            Error = said,
            Layers = [port],
            Environment = _ => null,
        };
        int code = await AudiodCommandLine.RunAsync([.. line.Split(' '), "--state-dir", _folder.Path], context);
        return (code, said.ToString());
    }

    private string ValidState()
    {
        var state = new DaemonState
        {
            Process = Dead,
            Port = _port,
            Address = "127.0.0.1",
            StartedAt = DateTimeOffset.UnixEpoch,
            Version = "0.1.0",
            LogFile = _folder.File("x.log"),
            PidFile = _folder.File("pid"),
            DrainLimitMs = 10_000,
            Arguments = new Dictionary<string, string>
            {
                ["Sink"] = "null",
                ["DrainLimit"] = "3",
                ["AllowedHosts"] = "a.local,b.local",
            },
        };
        return JsonSerializer.Serialize(state, StateJson.Default.DaemonState);
    }

    private static async Task PutAsync(string what, string path, string content)
    {
        switch (what)
        {
            case "a folder":
                Directory.CreateDirectory(path);
                break;
            case "a pipe":
                await ExternalTool.RunAsync("mkfifo", path);
                break;
            case "a device":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            case "a link to nothing":
                File.CreateSymbolicLink(path, path + "-nothing");
                break;
            case "a link to itself":
                File.CreateSymbolicLink(path, path);
                break;
            case "a gigabyte":
                await using (FileStream file = File.Create(path))
                    file.SetLength(1L << 30); // sparse
                break;
            default:
                await File.WriteAllTextAsync(path, content, Cancel);
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(path, UnixFileMode.None);
                break;
        }
    }
}
