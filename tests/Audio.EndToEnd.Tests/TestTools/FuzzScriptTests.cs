using System.Diagnostics;
using Audio.EndToEnd.Tests.Commands;
using Audio.Testing;
using Audio.Testing.Files;

namespace Audio.EndToEnd.Tests.TestTools;

/// <summary>scripts/fuzz.sh, with programs of ours in the place of dotnet and AFL++.</summary>
public sealed class FuzzScriptTests : IDisposable
{
    private const string Dotnet = """
        #!/bin/sh
        echo "dotnet in $PWD: $*" >> "$CALLS"
        while [ $# -gt 1 ]; do
          [ "$1" != --tool-path ] || { mkdir -p "$2" && cp "$TOOL" "$2/sharpfuzz"; }
          [ "$1" != -o ] || mkdir -p "$2"
          shift
        done
        """;

    private const string AflFuzz = """
        #!/bin/sh
        echo "afl-fuzz in $PWD: $*" >> "$CALLS"
        while [ "$1" != -o ]; do shift; done
        mkdir -p "$2/default"
        printf 'execs_done : 7\nsaved_crashes     : 0\n' > "$2/default/fuzzer_stats"
        """;

    private const string SharpFuzz = """
        #!/bin/sh
        echo "sharpfuzz: $*" >> "$CALLS"
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, "home/.cache/audiod-fuzz/wav")]
    [InlineData("mine", "work/mine/wav")]
    public async Task It_works_from_anywhere_and_runs_only_what_is_in_a_folder_of_its_user(
        string? setting,
        string place
    )
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It is a script for Linux.");
        Add("bin/dotnet", Dotnet);
        Add("bin/afl-fuzz", AflFuzz);
        Add("sharpfuzz", SharpFuzz);
        string results = _folder.File(place);

        (int exitCode, string output) = await RunAsync(setting);

        exitCode.Should().Be(0, output);
        output.Should().Contain("execs_done : 7");
        string root = RepositoryFiles.Root;
        (await File.ReadAllLinesAsync(_folder.File("calls"), TestContext.Current.CancellationToken))
            .Should()
            .Equal(
                $"dotnet in {root}: tool install SharpFuzz.CommandLine --version 2.3.0 --tool-path {results}/tools",
                $"dotnet in {root}: publish tests/Audio.Fuzz -c Release -o {results}/bin --nologo -v quiet",
                $"sharpfuzz: {results}/bin/Audio.Protocol.dll",
                $"sharpfuzz: {results}/bin/Audio.Core.dll",
                $"afl-fuzz in {root}: -V 3 -t 10000 -m none -i tests/Audio.Fuzz/Corpus/wav -o {results}/findings "
                    + $"-- dotnet {results}/bin/Audio.Fuzz.dll wav"
            );
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(results)
                .Should()
                .Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task It_runs_nothing_that_is_in_a_folder_of_another_user()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "Only root can give files away."
        );
        Add("bin/dotnet", Dotnet);
        Add("bin/afl-fuzz", AflFuzz);
        string results = Directory.CreateDirectory(_folder.File("theirs/wav")).FullName;
        (await Command.RunAsync("chown", ["65534", results])).ExitCode.Should().Be(0);

        (int exitCode, string output) = await RunAsync(_folder.File("theirs"));

        (exitCode, output)
            .Should()
            .Be((1, $"fuzz.sh: {results} belongs to another user; set FUZZ_OUT to a folder of your own\n"));
        File.Exists(_folder.File("calls")).Should().BeFalse();
    }

    private void Add(string name, string text)
    {
        string path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string? setting)
    {
        string work = Directory.CreateDirectory(_folder.File("work")).FullName;
        var start = new ProcessStartInfo("bash", [Path.Combine(RepositoryFiles.Root, "scripts", "fuzz.sh"), "3", "wav"])
        {
            WorkingDirectory = work,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["PATH"] = _folder.File("bin") + ":" + start.Environment["PATH"];
        start.Environment["HOME"] = _folder.File("home");
        start.Environment["CALLS"] = _folder.File("calls");
        start.Environment["TOOL"] = _folder.File("sharpfuzz");
        start.Environment.Remove("XDG_CACHE_HOME");
        if (setting is not null)
            start.Environment["FUZZ_OUT"] = setting;
        else
            start.Environment.Remove("FUZZ_OUT");
        using Process script = Process.Start(start)!;
        Task<string> error = script.StandardError.ReadToEndAsync();
        string output = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        return (script.ExitCode, output + await error);
    }
}
