namespace Audio.EndToEnd.Tests.Commands;

/// <summary>The audiod script, in its own project folder, with a fake dotnet that only records its arguments.</summary>
public sealed class AudiodScriptTests : IDisposable
{
    /// <summary>
    /// Builds at once, or fails if the file 'broken' exists; 'runs' a program by printing its arguments.
    /// </summary>
    private const string FakeDotnet = """
        #!/bin/sh
        here=$(dirname "$0")
        case $1 in
          --version) echo 10.0.100 ;;
          publish)
            echo "$@" >>"$here/builds"
            if [ -f "$here/broken" ]; then echo "Program.cs(1,1): error CS1002: ; expected"; exit 1; fi
            case "$*" in
              *PublishReadyToRun*)
                if [ -f "$here/offline" ]; then echo "error NU1301: Unable to load the service index"; exit 1; fi
                ;;
            esac
            while [ "$1" != -o ]; do shift; done
            mkdir -p "$2"
            case "$*" in
              *PublishAot=true*) printf '#!/bin/sh\necho "native: $*"\n' >"$2/Audio.Cli" && chmod +x "$2/Audio.Cli" ;;
              *) : >"$2/Audio.Cli.dll" ;;
            esac
            ;;
          *) echo "run: $*" ;;
        esac
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audiod script "); // A path with spaces.

    private string Root => Path.Combine(_folder.FullName, "project");

    private string Tools => Path.Combine(_folder.FullName, "tools");

    private string Source => Path.Combine(Root, "src", "Audio.Cli", "Program.cs");

    private string[] Builds =>
        File.Exists(Path.Combine(Tools, "builds")) ? File.ReadAllLines(Path.Combine(Tools, "builds")) : [];

    public AudiodScriptTests()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Source)!);
        Directory.CreateDirectory(Path.Combine(Root, "eng"));
        Directory.CreateDirectory(Tools);
        File.WriteAllText(Source, "return 0;");
        File.Copy(Path.Combine(AudiodFixture.Root, "audiod"), Path.Combine(Root, "audiod"));
        File.WriteAllText(Path.Combine(Tools, "dotnet"), FakeDotnet);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(Tools, "dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_builds_on_first_use_only_and_hands_on_every_word()
    {
        CommandResult first = await RunAsync("start", "9000", "two words", "--sink=wav:a b.wav");
        CommandResult second = await RunAsync("status");

        first.ExitCode.Should().Be(0, first.ToString());
        first.Error.Should().Be("audiod: building done.\n");
        first
            .Out.Should()
            .MatchRegex(
                @"^run: .*/project/\.audiod/[-0-9]+/Audio\.Cli\.dll start 9000 two words --sink=wav:a b\.wav\n$"
            );
        second.Error.Should().BeEmpty();
        second.Out.Should().EndWith("Audio.Cli.dll status\n");
        Builds
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith("publish src/Audio.Cli -c Release -o ")
            .And.EndWith("-p:PublishReadyToRun=true");
    }

    [Fact]
    public async Task Without_the_compiler_that_works_ahead_it_builds_as_any_program()
    {
        await File.WriteAllTextAsync(Path.Combine(Tools, "offline"), "", TestContext.Current.CancellationToken);

        CommandResult result = await RunAsync("status");

        result.ExitCode.Should().Be(0, result.ToString());
        result.Error.Should().Be("audiod: building done.\n");
        Builds.Should().HaveCount(2);
        Builds[1].Should().NotContain("PublishReadyToRun");
    }

    [Fact]
    public async Task Machine_code_is_built_where_it_is_asked_for_and_kept_until_the_sources_change()
    {
        await RunAsync("status");
        Dictionary<string, string?> asked = PathWith(Tools);
        asked["AUDIOD_BUILD"] = "native";

        CommandResult native = await Command.RunAsync("bash", [Path.Combine(Root, "audiod"), "play", "a b.wav"], asked);
        CommandResult after = await RunAsync("status");

        native.Error.Should().Be("audiod: building done.\n");
        native.Out.Should().Be("native: play a b.wav\n");
        after.Out.Should().Be("native: status\n");
        Builds.Should().HaveCount(2);
    }

    [Fact]
    public async Task Another_way_to_build_is_refused()
    {
        Dictionary<string, string?> asked = PathWith(Tools);
        asked["AUDIOD_BUILD"] = "quick";

        CommandResult result = await Command.RunAsync("bash", [Path.Combine(Root, "audiod"), "status"], asked);

        result.ExitCode.Should().Be(2);
        result.Error.Should().Be("audiod: AUDIOD_BUILD is 'quick'; it can be 'native', or left out.\n");
        Builds.Should().BeEmpty();
    }

    [Fact]
    public async Task It_builds_again_into_another_folder_when_a_source_is_newer()
    {
        CommandResult before = await RunAsync("status");
        File.SetLastWriteTimeUtc(Source, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1));
        CommandResult after = await RunAsync("status");

        after.Error.Should().Be("audiod: building done.\n");
        after.Out.Should().NotBe(before.Out);
        Builds.Should().HaveCount(2);
    }

    [Fact]
    public async Task It_does_not_build_again_for_what_a_build_makes()
    {
        await RunAsync("status");
        string made = Path.Combine(Root, "src", "Audio.Cli", "obj", "made.cs");
        Directory.CreateDirectory(Path.GetDirectoryName(made)!);
        await File.WriteAllTextAsync(made, "", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(made, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1));

        (await RunAsync("status")).Error.Should().BeEmpty();
    }

    [Fact]
    public async Task Two_at_once_build_once()
    {
        CommandResult[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunAsync("status")));

        results.Should().OnlyContain(r => r.ExitCode == 0);
        Builds.Should().ContainSingle();
    }

    [Fact]
    public async Task A_build_that_fails_shows_its_errors_and_runs_nothing()
    {
        await File.WriteAllTextAsync(Path.Combine(Tools, "broken"), "", TestContext.Current.CancellationToken);

        CommandResult result = await RunAsync("status");

        result.ExitCode.Should().Be(1);
        result.Out.Should().BeEmpty();
        result
            .Error.Should()
            .Contain("audiod: building failed.")
            .And.Contain("Program.cs(1,1): error CS1002: ; expected")
            .And.Contain("build.log");

        // And it tries again next time.
        File.Delete(Path.Combine(Tools, "broken"));
        (await RunAsync("status")).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task It_works_through_a_link_from_another_folder()
    {
        string link = Path.Combine(_folder.FullName, "linked");
        File.CreateSymbolicLink(link, "project/audiod");

        CommandResult result = await Command.RunAsync("bash", [link, "status"], PathWith(Tools), Path.GetTempPath());

        result.ExitCode.Should().Be(0, result.ToString());
        Directory.Exists(Path.Combine(Root, ".audiod")).Should().BeTrue();
    }

    [Fact]
    public async Task Without_dotnet_it_says_where_to_get_it()
    {
        string bare = Path.Combine(_folder.FullName, "bare");
        Directory.CreateDirectory(bare);
        string[] tools = ["dirname", "readlink"];
        foreach (string tool in tools)
        {
            File.CreateSymbolicLink(
                Path.Combine(bare, tool),
                File.Exists($"/usr/bin/{tool}") ? $"/usr/bin/{tool}" : $"/bin/{tool}"
            );
        }

        CommandResult result = await Command.RunAsync(
            "/bin/bash",
            [Path.Combine(Root, "audiod"), "status"],
            new Dictionary<string, string?> { ["PATH"] = bare }
        );

        result.ExitCode.Should().Be(1);
        result
            .Error.Should()
            .StartWith("audiod: the .NET SDK 10 is not installed, or 'dotnet' is not on the PATH.\n")
            .And.Contain("https://dotnet.microsoft.com/download/dotnet/10.0");
    }

    private static Dictionary<string, string?> PathWith(string first) =>
        new() { ["PATH"] = $"{first}:{Environment.GetEnvironmentVariable("PATH")}" };

    private Task<CommandResult> RunAsync(params string[] words) =>
        Command.RunAsync("bash", [Path.Combine(Root, "audiod"), .. words], PathWith(Tools));
}
