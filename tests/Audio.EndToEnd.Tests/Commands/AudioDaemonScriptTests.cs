using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Audio.Testing.Daemon;
using Audio.Testing.Files;
using Audio.Testing.Sockets;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.Commands;

/// <summary>
/// scripts/audio-daemon.js as an extension of version 2 uses it: copied into a folder of its own, and spawned with a
/// port. The real audiod runs behind it.
/// </summary>
public sealed partial class AudioDaemonScriptTests : IAsyncDisposable
{
    private readonly AudiodFixture _audiod = new();

    private string Script => Path.Combine(_audiod.Folder, "support", "audio-daemon.js");

    private string Audiod => Path.Combine(_audiod.Folder, "programs", "audiod");

    private static string Page { get; } = RepositoryFiles.Read("docs", "migrating.md");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public AudioDaemonScriptTests()
    {
        ExternalTool.Require("node");
        Directory.CreateDirectory(Path.GetDirectoryName(Script)!);
        File.Copy(Path.Combine(AudiodFixture.Root, "scripts", "audio-daemon.js"), Script);
        WriteProgram(Audiod, $"exec dotnet '{DaemonProcess.Program}' \"$@\"");
    }

    public ValueTask DisposeAsync() => _audiod.DisposeAsync();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task It_runs_audiod_and_both_end_in_order(bool hasNoRuntimeFolder, bool isModule)
    {
        if (isModule)
            await WriteAsync("package.json", """{"type":"module"}""");
        int port = FreePort.Find();
        await using Command script = Start(
            ["--port", $"{port}"],
            hasNoRuntimeFolder ? ("XDG_RUNTIME_DIR", "") : ("NODE_ENV", "production")
        );

        await HealthyAsync(script, port);

        int daemon = _audiod.ProcessId();
        (await File.ReadAllTextAsync($"/proc/{daemon}/cmdline", Cancellation))
            .Should()
            .NotContain("audio-daemon.js", "the extension kills what has this name")
            .And.Contain($"--port\0{port}");
        await script.SignalAsync("TERM");
        CommandResult ended = await script.WaitAsync();
        ended.ExitCode.Should().Be(0, ended.ToString());
        ended.Error.Should().BeEmpty();
        ended.Out.Should().Contain($"listens on port {port} ").And.EndWith("[INF] Stopped\n");
        AudiodFixture.IsRunning(daemon).Should().BeFalse();
    }

    [Fact]
    public async Task The_flags_of_the_older_daemon_mean_its_sound()
    {
        int port = FreePort.Find();
        await using Command script = Start(
            ["--port", $"{port}", "--format", "wav", "--sample-rate", "22050", "--channels", "2", "--bit-depth", "8"],
            ("AUDIO_DEBUG", "1")
        );

        await HealthyAsync(script, port);

        _audiod.State()["arguments"]!
            .AsObject()
            .ToDictionary(a => a.Key, a => (string?)a.Value)
            .Should()
            .BeEquivalentTo(
                new Dictionary<string, string?>
                {
                    ["Port"] = $"{port}",
                    ["V2Format"] = "wav",
                    ["V2SampleRate"] = "22050",
                    ["V2Channels"] = "2",
                    ["V2BitDepth"] = "8",
                    ["Debug"] = "true",
                }
            );
    }

    [Fact]
    public async Task Ctrl_C_reaches_audiod_once()
    {
        int port = FreePort.Find();
        await using var script = Command.Start("setsid", ["node", Script, "--port", $"{port}"], Environment());
        await HealthyAsync(script, port);

        (await Command.RunAsync("kill", ["-INT", "--", $"-{script.Id}"])).ExitCode.Should().Be(0);

        CommandResult ended = await script.WaitAsync();
        ended.ExitCode.Should().Be(0, "a second signal would have cut it short");
        ended.Out.Should().EndWith("[INF] Stopped\n");
    }

    [Fact]
    public async Task A_crash_is_passed_on_so_that_it_is_started_again()
    {
        int port = FreePort.Find();
        await using Command script = Start(["--port", $"{port}"]);
        await HealthyAsync(script, port);

        await Command.SignalAsync("KILL", _audiod.ProcessId());

        (await script.WaitAsync()).ExitCode.Should().Be(128 + 9);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"status\":\"healthy\",\"version\":\"2.0.0\",\"uptime\":1.5,\"clients\":0}")]
    [InlineData("{\"status\":\"healthy\",\"uptime\":1500,\"clients\":0,\"sessions\":0}")]
    public async Task A_port_that_is_no_audiods_is_said_in_the_words_that_the_extension_looks_for(string health)
    {
        await using var other = new OtherProgram(health);

        CommandResult result = await RunAsync(["--port", $"{other.Port}"]);

        result
            .Should()
            .Be(
                new CommandResult(
                    1,
                    "",
                    $"audio-daemon: EADDRINUSE: address already in use 127.0.0.1:{other.Port}. Another program has the "
                        + "port; stop it, or choose another with --port.\n"
                )
            );
    }

    [Fact]
    public async Task An_audiod_that_already_runs_is_used_and_left_alone()
    {
        (await _audiod.RunAsync("start 0 --sink null")).ExitCode.Should().Be(0);
        int port = _audiod.Port();
        int daemon = _audiod.ProcessId();
        await using Command script = Start(["--port", $"{port}"]);
        await using Command second = Start(["--port", $"{port}"]);

        await script.SaysAsync($"audio-daemon: audiod already runs on port {port}; using that one.");
        await script.SignalAsync("TERM");
        (await script.WaitAsync()).ExitCode.Should().Be(0);
        AudiodFixture.IsRunning(daemon).Should().BeTrue();

        await second.SaysAsync($"audio-daemon: audiod already runs on port {port}; using that one.");
        (await _audiod.RunAsync("stop")).ExitCode.Should().Be(0);
        CommandResult ended = await second.WaitAsync();
        ended.ExitCode.Should().Be(0, ended.ToString());
        ended.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task Of_two_that_start_together_one_runs_it_and_both_use_it()
    {
        int port = FreePort.Find();
        await using Command first = Start(["--port", $"{port}"]);
        await using Command second = Start(["--port", $"{port}"]);

        await HealthyAsync(first, port);

        await Task.WhenAny(first.SaysAsync("already runs"), second.SaysAsync("already runs")).Unwrap();
        first.HasExited.Should().BeFalse();
        second.HasExited.Should().BeFalse();
        await first.SignalAsync("TERM");
        await second.SignalAsync("TERM");
        (await first.WaitAsync()).ExitCode.Should().Be(0);
        CommandResult other = await second.WaitAsync();
        other.ExitCode.Should().Be(0);
        other.Error.Should().NotContain("address already in use", "the extension would take another port");
    }

    [Theory]
    [InlineData("support/audiod")]
    [InlineData("bin/audiod")]
    [InlineData(".local/bin/audiod")]
    [InlineData(".dotnet/tools/audiod")]
    public async Task It_finds_audiod_and_passes_on_its_exit_code(string place)
    {
        string program = Path.Combine(_audiod.Folder, place);
        WriteProgram(program, "echo \"$0 $*\"; exit 7");
        int port = FreePort.Find();

        CommandResult result = await RunAsync(["--port", $"{port}"], ("AUDIOD", ""));

        result.Should().Be(new CommandResult(7, $"{program} run --port {port}\n", ""));
    }

    [Fact]
    public async Task In_the_repository_and_by_a_link_it_finds_the_audiod_of_the_repository()
    {
        string scripts = Path.Combine(_audiod.Folder, "repository", "scripts");
        Directory.CreateDirectory(scripts);
        File.Move(Script, Path.Combine(scripts, "audio-daemon.js"));
        File.CreateSymbolicLink(Script, Path.Combine(scripts, "audio-daemon.js"));
        WriteProgram(Path.Combine(_audiod.Folder, "repository", "audiod"), "echo found");

        (await RunAsync(["--port", $"{FreePort.Find()}"], ("AUDIOD", "")))
            .Should()
            .Be(new CommandResult(0, "found\n", ""));
    }

    [Fact]
    public async Task Without_audiod_it_says_in_a_line_what_is_missing_and_where_it_looked()
    {
        string missing = Path.Combine(_audiod.Folder, "not", "here");

        CommandResult result = await RunAsync(["--port", $"{FreePort.Find()}"], ("AUDIOD", missing));

        result
            .Should()
            .Be(
                new CommandResult(
                    1,
                    "",
                    "audio-daemon: audiod is not installed. Install it, or set AUDIOD to the path of the program. "
                        + $"Looked for: {missing}.\n"
                )
            );
        Assert.SkipWhen(File.Exists("/usr/local/bin/audiod"), "audiod is installed on this machine.");
        (await RunAsync(["--port", $"{FreePort.Find()}"], ("AUDIOD", "")))
            .Error.Should()
            .StartWith("audio-daemon: audiod is not installed. ")
            .And.Contain($" {Path.Combine(_audiod.Folder, "support", "audiod")}, ")
            .And.Contain($" {Path.Combine(_audiod.Folder, ".dotnet", "tools", "audiod")}, ")
            .And.Contain(" /usr/local/bin/audiod, ")
            .And.EndWith(" /opt/homebrew/bin/audiod.\n");
    }

    [Fact]
    public async Task What_the_page_says_of_its_options_is_what_it_passes_on()
    {
        WriteProgram(Audiod, "echo \"$*\"");
        string table = Page.Split("| older option | passed to audiod as |\n|---|---|\n")[1].Split("\n\n")[0];
        foreach (string row in table.Split('\n'))
        {
            string[] cells = row.Split('|');
            string passed = CodeSpan().Match(cells[2]).Groups["code"].Value;
            foreach (string option in CodeSpan().Matches(cells[1]).Select(m => m.Groups["code"].Value))
            {
                bool isVariable = option.Contains('=', StringComparison.Ordinal);
                int port = FreePort.Find();
                string words = (isVariable ? "" : option).Replace("8081", $"{port}", StringComparison.Ordinal);
                string[] arguments = words.Contains("--port", StringComparison.Ordinal)
                    ? words.Split(' ')
                    : ["--port", $"{port}", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
                (string, string)[] environment = isVariable ? [(option.Split('=')[0], option.Split('=')[1])] : [];

                CommandResult result = await RunAsync(arguments, environment);

                string expected = passed.StartsWith("--port", StringComparison.Ordinal) ? "" : $" {passed}";
                result.Should().Be(new CommandResult(0, $"run --port {port}{expected}\n", ""), option);
            }
        }
    }

    [Fact]
    public async Task The_places_that_the_page_names_are_those_where_it_looks()
    {
        string[] places =
        [
            .. CodeSpan()
                .Matches(Page.Split("\n4. ")[1].Split("\n")[0])
                .Select(m => m.Groups["code"].Value.Replace("~", _audiod.Folder, StringComparison.Ordinal) + "/audiod"),
        ];
        places.Should().HaveCount(4);
        Assert.SkipWhen(places.Any(File.Exists), "audiod is installed on this machine.");

        (await RunAsync(["--port", $"{FreePort.Find()}"], ("AUDIOD", "")))
            .Error.Should()
            .ContainAll(places)
            .And.EndWith($" {places[^1]}.\n");
    }

    [Fact]
    public async Task After_the_commands_of_the_page_the_extension_finds_script_and_program()
    {
        string repository = Path.Combine(_audiod.Folder, "repository");
        Directory.CreateDirectory(Path.Combine(repository, "scripts"));
        File.Move(Script, Path.Combine(repository, "scripts", "audio-daemon.js"));
        WriteProgram(Path.Combine(repository, "audiod"), $"exec dotnet '{DaemonProcess.Program}' \"$@\"");
        string commands = Page.Split("```sh\n")
            .Select(part => part.Split("```")[0])
            .Single(block => block.Contains("KOKORO", StringComparison.Ordinal));

        CommandResult result = await Command.RunAsync(
            "bash",
            ["-euc", $"{commands}\ncp \"$KOKORO_AUDIO_DAEMON_PATH\" '{Script}'"],
            Environment(("AUDIOD", "")),
            repository
        );

        result.Should().Be(new CommandResult(0, "audiod 0.1.0\n", ""));
        int port = FreePort.Find();
        await using Command script = Start(["--port", $"{port}"], ("AUDIOD", ""));
        await HealthyAsync(script, port);
    }

    [Theory]
    [InlineData("eighty", "audiod: --port must be a whole number")]
    [InlineData("70000", "audiod: --port must be between 0 and 65535")]
    public async Task A_port_that_is_none_is_told_by_audiod(string port, string message)
    {
        CommandResult result = await RunAsync(["--port", port]);

        result.ExitCode.Should().Be(2);
        result.Error.Should().StartWith(message);
    }

    /// <summary>Waits until the daemon is healthy.</summary>
    private async Task HealthyAsync(Command script, int port)
    {
        await _audiod.ListeningAsync(script);
        RawResponse health = await RawHttp.GetAsync(port, "/health");
        (health.Status, (string?)JsonNode.Parse(health.Body)!["status"]).Should().Be((200, "healthy"));
    }

    private Command Start(string[] words, params (string Name, string Value)[] environment) =>
        Command.Start("node", [Script, .. words], Environment(environment), _audiod.Folder);

    private Task<CommandResult> RunAsync(string[] words, params (string Name, string Value)[] environment) =>
        Command.RunAsync("node", [Script, .. words], Environment(environment), _audiod.Folder);

    private Dictionary<string, string?> Environment(params (string Name, string Value)[] environment) =>
        _audiod.Environment([
            ("AUDIOD", Audiod),
            ("AUDIOD_SINK", "null"),
            ("HOME", _audiod.Folder),
            ("PATH", $"{Path.Combine(_audiod.Folder, "bin")}:{System.Environment.GetEnvironmentVariable("PATH")}"),
            .. environment,
        ]);

    private Task WriteAsync(string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(Script)!, name), text, Cancellation);

    private static void WriteProgram(string path, string commands)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"#!/bin/sh\n{commands}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex CodeSpan();
}
