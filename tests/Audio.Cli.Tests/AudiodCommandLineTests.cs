using Audio.Cli.Invocation;
using Audio.Cli.Processes;
using Audio.Cli.State;
using Audio.Host.Options;

namespace Audio.Cli.Tests;

public sealed class AudiodCommandLineTests : CommandTests
{
    [Fact]
    public async Task Help_lists_every_option_with_its_default_every_verb_and_examples()
    {
        (await RunAsync("--help")).Should().Be(ExitCode.Ok);

        string help = Out.ToString();
        foreach (Setting setting in Settings.All)
        {
            help.Should().Contain(setting.Option);
            if (setting.Kind != SettingKind.Switch)
                help.Should().Contain($"{setting.Help} [{setting.Default}]");
        }

        foreach (string verb in (string[])["run", "start", "stop", "restart", "status", "logs", "health"])
            help.Should().MatchRegex($@"\n  {verb} <port>  +\w");
        help.Should()
            .Contain("Examples:")
            .And.Contain("AUDIOD_MAXCLIENTS=10")
            .And.NotContain(DaemonLaunch.DetachedOption);
        Error.ToString().Should().BeEmpty();
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        (await RunAsync("--version")).Should().Be(ExitCode.Ok);
        Out.ToString().Should().Be("audiod 0.1.0" + Environment.NewLine);
    }

    [Theory]
    [InlineData("--period 0", "audiod: --period must be between 1 and 100 ms; got 0")]
    [InlineData("run 70000", "audiod: --port must be between 0 and 65535; got 70000")]
    [InlineData(
        "start --sink=alsa",
        "audiod: --sink must be auto, pulse, wasapi (Windows), portaudio, null or wav:PATH; got 'alsa'"
    )]
    [InlineData("status eighty", "audiod: --port must be a whole number between 0 and 65535; got 'eighty'")]
    [InlineData("run 8081 --port 8082", "audiod: The port is given twice: 8081 and --port 8082. Give it once.")]
    [InlineData("logs -n many", "audiod: --lines must be a whole number between 0 and 100000; got 'many'")]
    [InlineData("play x.wav --volume 5", "audiod: --volume must be between 0 and 4; got 5")]
    [InlineData("play x.wav --volume loud", "audiod: --volume must be a number between 0 and 4; got 'loud'")]
    [InlineData("play x.wav --effects speed:9", "audiod: --effects: speed: 9 is out of range; FACTOR is 0.5 to 3.")]
    [InlineData("play x.wav --priority loud", "audiod: --priority must be one of media, notification, speech, alert")]
    [InlineData(
        "play x.wav --overlap queue",
        "audiod: These options are not valid together: overlap queue needs a channel."
    )]
    [InlineData(
        "play x.wav --expires-after never",
        "audiod: --expires-after must be a time such as 5ms, 0.5s or 2min (a number alone counts in s); got 'never'"
    )]
    [InlineData(
        "play x.wav --jitter soon",
        "audiod: --jitter must be auto, none, or a number of milliseconds from 1 to 1000; got 'soon'"
    )]
    [InlineData(
        "play x.wav --max-latency 10",
        "audiod: --max-latency must be a number of milliseconds from 50 to 30000; got '10'"
    )]
    [InlineData("play x.wav --rate 0", "audiod: --rate must be between 1 and 768000; got 0")]
    [InlineData("play x.wav --rate 8000 --channels 9", "audiod: --channels must be 1 to 8; got '9'")]
    [InlineData("play - x.wav -", "audiod: '-' is given more than once; standard input can be played only once.")]
    public async Task A_value_that_cannot_be_is_one_line_and_exit_code_2(string line, string message)
    {
        (await RunAsync(line)).Should().Be(ExitCode.Usage);
        Error.ToString().Should().Be(message + Environment.NewLine);
        Out.ToString().Should().BeEmpty();
    }

    [Theory]
    [InlineData("dance")]
    [InlineData("--loud")]
    [InlineData("status --sink null")]
    [InlineData("start 1 2")]
    [InlineData("play")]
    [InlineData("--port")]
    public async Task A_command_line_that_cannot_be_is_exit_code_2_and_names_the_help(string line)
    {
        (await RunAsync(line)).Should().Be(ExitCode.Usage);
        Error
            .ToString()
            .Should()
            .StartWith("audiod: ")
            .And.EndWith("Run 'audiod --help' for the commands and options." + Environment.NewLine);
    }

    [Theory]
    [InlineData("statuss", "there is no command 'statuss'. Did you mean 'status'?")]
    [InlineData("Sttaus", "there is no command 'Sttaus'. Did you mean 'status'?")]
    [InlineData("dance", "there is no command 'dance'.")]
    [InlineData("--loud", "audiod has no option --loud.")]
    [InlineData("--prot 3", "audiod has no option --prot. Did you mean '--port'?")]
    [InlineData("status --jsno", "status has no option --jsno.")]
    [InlineData("status --sink null", "status has no option --sink.")]
    [InlineData("status --stat-dir=x", "status has no option --stat-dir. Did you mean '--state-dir'?")]
    [InlineData("status --hlep", "status has no option --hlep. Did you mean '--help'?")]
    [InlineData("start 1 2", "'start' does not take the argument '2'.")]
    [InlineData("play", "'play' needs a file.")]
    [InlineData("play x.wav --sink null", "play has no option --sink. For a file of that name, use ./--sink")]
    [InlineData(
        "play x.wav --volum 1",
        "play has no option --volum. Did you mean '--volume'? For a file of that name, use ./--volum"
    )]
    [InlineData("--port", "--port needs a value: --port NUMBER.")]
    [InlineData("logs --lines", "--lines needs a value: --lines NUMBER.")]
    [InlineData("help statuss", "there is no command 'statuss'. Did you mean 'status'?")]
    public async Task A_mistake_is_said_as_what_it_is_with_the_nearest_name(string line, string message)
    {
        (await RunAsync(line)).Should().Be(ExitCode.Usage);
        Error
            .ToString()
            .Should()
            .Be(
                $"audiod: {message}{Environment.NewLine}"
                    + $"Run 'audiod --help' for the commands and options.{Environment.NewLine}"
            );
        Out.ToString().Should().BeEmpty();
    }

    [Fact]
    public async Task Help_and_version_are_words_as_well()
    {
        string help = await SaidAsync("help");
        help.Should().Be(await SaidAsync("--help")).And.Contain("Examples:");
        (await SaidAsync("help play")).Should().Be(await SaidAsync("play --help")).And.Contain("--volume");
        (await SaidAsync("version")).Should().Be("audiod 0.1.0" + Environment.NewLine);
    }

    [Fact]
    public async Task The_help_says_the_port_that_is_really_meant()
    {
        (await SaidAsync("start --help")).Should().Contain("free one. [8081]");
        (await SaidAsync("demo --help")).Should().Contain("free one. [a free port]");
        Variables["XDG_STATE_HOME"] = Folder.FullName;
        new StateStore(Path.Combine(Folder.FullName, "audiod")).Write(Died() with { Port = 12_345 });
        (await SaidAsync("status --help")).Should().Contain("free one. [12345, the daemon started last]");
        (await SaidAsync("start --help")).Should().Contain("free one. [8081]");

        Layers = [SettingLayer.CommandLine(new Dictionary<string, string> { ["Port"] = "9000", ["MaxClients"] = "7" })];
        (await SaidAsync("start --help"))
            .Should()
            .Contain("free one. [9000, from the command line]")
            .And.Contain("Clients connected at once (1 to 100000). [7, from the command line]");
        (await SaidAsync("status --help"))
            .Should()
            .Contain("free one. [12345, the daemon started last]", "what appsettings.json says is for starting");
        Variables["AUDIOD_PORT"] = "9000";
        (await SaidAsync("status --help")).Should().Contain("free one. [9000, from the command line]");
    }

    [Theory]
    [InlineData("--port=9000")]
    [InlineData("--port 9000")]
    [InlineData("run 9000")]
    [InlineData("run --port 9000")]
    [InlineData("run 9000 --port=9000")]
    public void The_port_is_said_in_any_way(string line) => Options(line).Port.Should().Be(9000);

    [Theory]
    [InlineData("", false)]
    [InlineData("-d", true)]
    [InlineData("--debug", true)]
    [InlineData("--debug=true", true)]
    [InlineData("--debug=false", false)]
    [InlineData("run -d", true)]
    public void Debug_is_a_switch(string line, bool debug) => Options(line).Debug.Should().Be(debug);

    [Fact]
    public void Lists_are_said_again_or_with_commas() =>
        Options("--allow-origin https://a.org --allow-origin https://b.org,https://c.org")
            .AllowedOrigins.Should()
            .Equal("https://a.org", "https://b.org", "https://c.org");

    [Fact]
    public void Words_say_the_values_again()
    {
        IReadOnlyDictionary<string, string> values = Values(
            "start 9000 -d --sink wav:mix.wav --bind ::1 --bind 127.0.0.1"
        );

        SettingSymbols
            .WordsOf(values)
            .Should()
            .Equal("--port=9000", "--bind=::1,127.0.0.1", "--sink=wav:mix.wav", "--debug=true");
        Values("run " + string.Join(' ', SettingSymbols.WordsOf(values))).Should().BeEquivalentTo(values);
    }

    [Fact]
    public async Task Play_samples_without_a_rate_says_what_is_missing()
    {
        (await RunAsync("play x.raw --encoding pcm_s24le")).Should().Be(ExitCode.Usage);
        Error.ToString().Should().StartWith("audiod: --rate is missing: ");
    }

    [Theory]
    [InlineData("play", "espeak-ng --stdout \"hello\" | audiod play -")]
    [InlineData("top", "audiod top --once")]
    public async Task Help_of_a_command_ends_with_its_examples(string verb, string example)
    {
        (await RunAsync($"{verb} --help")).Should().Be(ExitCode.Ok);
        Out.ToString().Should().Contain("Examples:").And.Contain($"\n  {example}").And.NotContain("AUDIOD_MAXCLIENTS");
    }

    private DaemonOptions Options(string line) => Context().Options(Values(line));

    /// <summary>The values on a command line, as the commands read them.</summary>
    private static IReadOnlyDictionary<string, string> Values(string line)
    {
        var symbols = new SettingSymbols();
        var root = new System.CommandLine.RootCommand();
        symbols.AddTo(root, Settings.All);
        foreach (string verb in (string[])["run", "start"])
        {
            var command = new System.CommandLine.Command(verb);
            symbols.AddPortTo(command);
            symbols.AddTo(command, Settings.All);
            root.Subcommands.Add(command);
        }

        return symbols.ValuesOf(root.Parse(line));
    }

    private async Task<string> SaidAsync(string line)
    {
        Out.GetStringBuilder().Clear();
        (await RunAsync(line)).Should().Be(ExitCode.Ok);
        return Out.ToString();
    }
}
