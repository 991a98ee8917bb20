using System.Globalization;
using System.Text.RegularExpressions;
using Audio.EndToEnd.Tests.Commands;
using Audio.Testing;
using Audio.Testing.Daemon;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>
/// Runs the commands of README.md as they stand. (The tests of the package, the engine and HTTP run its C# and curl.)
/// </summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task The_commands_under_Run_it_do_what_they_say()
    {
        string block = Block().Match(Repository.Read("README.md")).Groups["commands"].Value;
        block
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Should()
            .HaveCountGreaterThan(4)
            .And.OnlyContain(line => line.StartsWith("./audiod ", StringComparison.Ordinal));

        using var folder = new TempFolder();
        File.Copy(Repository.PathOf(Repository.SpeechMp3), folder.File("speech.mp3"));
        await File.WriteAllTextAsync(
            folder.File("audiod"),
            $"#!/bin/sh\nexec dotnet '{DaemonProcess.Program}' \"$@\"\n",
            TestContext.Current.CancellationToken
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.File("audiod"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var environment = new Dictionary<string, string?>
        {
            ["AUDIOD_PORT"] = FreePort.Find().ToString(CultureInfo.InvariantCulture),
            ["AUDIOD_SINK"] = "null",
            ["HOME"] = folder.Path,
            ["XDG_STATE_HOME"] = folder.File("state"),
            ["XDG_RUNTIME_DIR"] = folder.Path,
        };

        CommandResult result;
        try
        {
            result = await Command.RunAsync("bash", ["-e", "-c", block], environment, folder.Path);
        }
        finally
        {
            // in case a line before the last has failed
            await Command.RunAsync("bash", ["-c", "./audiod stop"], environment, folder.Path);
        }

        result.ExitCode.Should().Be(0, $"{result}");
        $"{result}"
            .Should()
            .Contain("is running on port")
            .And.MatchRegex(@"speech\.mp3 +.*completed|speech\.mp3.*2\.0")
            .And.Contain("No problems found.");
    }

    [GeneratedRegex("## Run it\n\n```sh\n(?<commands>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();
}
