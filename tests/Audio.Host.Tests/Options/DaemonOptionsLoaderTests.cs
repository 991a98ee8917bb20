using System.Net;
using Audio.Core.Engine;
using Audio.Core.Sinks;
using Audio.Host.Options;
using Audio.Testing;

namespace Audio.Host.Tests.Options;

public sealed class DaemonOptionsLoaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audiod-options-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Load_nothing_gives_the_defaults()
    {
        DaemonOptions options = DaemonOptionsLoader.Load(CommandLine());

        options.Should().BeEquivalentTo(new DaemonOptions());
        options.Port.Should().Be(8081);
        options.Bind.Should().BeEmpty();
        options.Engine.Sink.Should().Be(new SinkOptions());
        options.MaxMessageBytes.Should().Be(32 * 1_048_576);
        options.MaxClients.Should().Be(256);
        options.Engine.MaxBuffered.Should().Be(TimeSpan.FromSeconds(30));
        options.InactiveTimeout.Should().Be(TimeSpan.FromMinutes(5));
        options.DrainLimit.Should().Be(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void The_default_that_is_documented_is_the_default_that_is_used()
    {
        string[] words = ["localhost", "the system's", "none", "audiod-PORT.log"];
        foreach (Setting setting in Settings.All.Where(s => !words.Contains(s.Default)))
        {
            setting
                .Apply(new DaemonOptions(), setting.Default)
                .Should()
                .BeEquivalentTo(new DaemonOptions(), setting.Name);
        }
    }

    [Fact]
    public void Load_command_line_is_stronger_than_environment_which_is_stronger_than_file()
    {
        // Precedence is the order of the layers; the real environment is tested with the real process.
        SettingLayer file = Json("""{ "Port": 1001, "MaxClients": 11, "Sink": "pulse" }""");
        SettingLayer environment = CommandLine(("Port", "1002"), ("MaxClients", "12"));
        SettingLayer commandLine = CommandLine(("Port", "1003"));

        DaemonOptions options = DaemonOptionsLoader.Load(file, environment, commandLine);

        options.Port.Should().Be(1003);
        options.MaxClients.Should().Be(12);
        options.Engine.Sink.Sink.Should().Be("pulse");
    }

    [Fact]
    public void Load_file_takes_arrays_numbers_and_comments()
    {
        DaemonOptions options = DaemonOptionsLoader.Load(
            Json(
                """
                {
                  // Who may come in.
                  "AllowedOrigins": ["https://example.org", "http://localhost:3000"],
                  "AllowedHosts": "studio.local, box.lan",
                  "Debug": true,
                  "Period": 4
                }
                """
            )
        );

        options.AllowedOrigins.Should().Equal("https://example.org", "http://localhost:3000");
        options.AllowedHosts.Should().Equal("studio.local", "box.lan");
        options.Debug.Should().BeTrue();
        options.Engine.Sink.Period.Should().Be(TimeSpan.FromMilliseconds(4));
    }

    [Fact]
    public void Load_file_that_is_not_there_says_nothing() =>
        DaemonOptionsLoader
            .Load(SettingLayer.File(Path.Combine(_folder.FullName, "none.json")))
            .Should()
            .BeEquivalentTo(new DaemonOptions());

    [Fact]
    public void Load_file_with_unknown_name_names_it_and_the_known_ones() =>
        FluentActions
            .Invoking(() => Json("""{ "Prot": 1 }"""))
            .Should()
            .Throw<OptionException>()
            .WithMessage(
                "*appsettings.json has an unknown setting 'Prot'. The settings are: Port, Bind, Socket, Sink,*"
            );

    [Fact]
    public void Load_file_that_is_not_json_says_so() =>
        FluentActions
            .Invoking(() => Json("{ nonsense"))
            .Should()
            .Throw<OptionException>()
            .WithMessage("*appsettings.json cannot be read: *");

    [Theory]
    [InlineData("Port", "70000", "--port must be between 0 and 65535; got 70000")]
    [InlineData("Port", "eighty", "--port must be a whole number between 0 and 65535; got 'eighty'")]
    [InlineData("Period", "0", "--period must be between 1 and 100 ms; got 0")]
    [InlineData("Period", "1s", "--period must be between 1 and 100 ms; got 1s")]
    [InlineData(
        "Period",
        "soon",
        "--period must be a time such as 5ms, 0.5s or 2min (a number alone counts in ms); got 'soon'"
    )]
    [InlineData(
        "Period",
        "NaN",
        "--period must be a time such as 5ms, 0.5s or 2min (a number alone counts in ms); got 'NaN'"
    )]
    [InlineData("Latency", "3000", "--latency must be between 2 ms and 2 s; got 3000")]
    [InlineData("Latency", "8ms", "--latency must be at least two periods (10 ms); got 8 ms")]
    [InlineData("SampleRate", "4000", "--sample-rate must be between 8000 and 192000; got 4000")]
    [InlineData("DrainLimit", "2h", "--drain must be between 0 and 1 h; got 2h")]
    [InlineData("Prefill", "-1", "--prefill must be between 0 and 2 s; got -1")]
    [InlineData("Prefill", "2001ms", "--prefill must be between 0 and 2 s; got 2001ms")]
    [InlineData("MaxPrefill", "3s", "--max-prefill must be between 0 and 2 s; got 3s")]
    [InlineData(
        "Sink",
        "alsa",
        "--sink must be auto, pulse, wasapi (Windows), portaudio, null or wav:PATH; got 'alsa'"
    )]
    [InlineData(
        "Sink",
        "wav:",
        "--sink must be auto, pulse, wasapi (Windows), portaudio, null or wav:PATH; got 'wav:'"
    )]
    [InlineData("DeviceLoss", "cry", "--device-loss must be wait or runon; got 'cry'")]
    [InlineData(
        "Bind",
        "example.org",
        "--bind must be IP addresses such as 127.0.0.1 or ::1, localhost, or * for all; got 'example.org'"
    )]
    [InlineData(
        "Bind",
        "127",
        "--bind must be IP addresses such as 127.0.0.1 or ::1, localhost, or * for all; got '127'"
    )]
    [InlineData("MaxMessageBytes", "1GiB", "--max-message must be between 1 KiB and 64 MiB; got 1GiB")]
    [InlineData(
        "MaxMessageBytes",
        "9223372036854775807GiB",
        "--max-message must be between 1 KiB and 64 MiB; got 9223372036854775807GiB"
    )]
    [InlineData(
        "MaxMessageBytes",
        "lots",
        "--max-message must be a size such as 1MiB, 64KiB or a number of bytes; got 'lots'"
    )]
    [InlineData("MaxClients", "0", "--max-clients must be between 1 and 100000; got 0")]
    [InlineData("MaxBuffered", "11min", "--max-buffered must be between 100 ms and 10 min; got 11min")]
    [InlineData(
        "AllowedOrigins",
        "example.org",
        "--allow-origin must be an origin such as https://example.org or http://localhost:3000; got 'example.org'"
    )]
    [InlineData(
        "AllowedOrigins",
        "https://example.org/page",
        "--allow-origin must be an origin such as https://example.org or http://localhost:3000; got "
            + "'https://example.org/page'"
    )]
    [InlineData(
        "AllowedHosts",
        "http://studio",
        "--allow-host must be a host name such as studio.local, without scheme or port; got 'http://studio'"
    )]
    [InlineData("Debug", "perhaps", "--debug must be true or false; got 'perhaps'")]
    public void Load_a_value_that_cannot_be_says_which_and_what_it_takes(string name, string value, string message) =>
        FluentActions
            .Invoking(() => DaemonOptionsLoader.Load(CommandLine((name, value))))
            .Should()
            .Throw<OptionException>()
            .WithMessage(message);

    [Fact]
    public void Load_value_that_cannot_be_names_the_place_it_came_from() =>
        FluentActions
            .Invoking(() => DaemonOptionsLoader.Load(Json("""{ "Period": "0" }""")))
            .Should()
            .Throw<OptionException>()
            .WithMessage("Period in *appsettings.json must be between 1 and 100 ms; got 0");

    [Theory]
    [InlineData("5", 5)]
    [InlineData("5ms", 5)]
    [InlineData("0.01s", 10)]
    [InlineData("2.5 ms", 2.5)]
    [InlineData("5MS", 5)]
    public void Period_as_people_type_it_is_read(string text, double milliseconds) =>
        DaemonOptionsLoader
            .Load(CommandLine(("Period", text)))
            .Engine.Sink.Period.Should()
            .Be(TimeSpan.FromMilliseconds(milliseconds));

    [Theory]
    [InlineData("90", 90)]
    [InlineData("2min", 120)]
    [InlineData("2m", 120)]
    [InlineData("1h", 3600)]
    [InlineData("1500ms", 1.5)]
    public void InactiveTimeout_as_people_type_it_is_read(string text, double seconds) =>
        DaemonOptionsLoader
            .Load(CommandLine(("InactiveTimeout", text)))
            .InactiveTimeout.Should()
            .Be(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Latency_not_chosen_grows_with_the_period() =>
        DaemonOptionsLoader
            .Load(CommandLine(("Period", "20ms")))
            .Engine.Sink.Latency.Should()
            .Be(TimeSpan.FromMilliseconds(40));

    [Theory]
    [InlineData(
        "MaxMessageBytes",
        "64MiB",
        "MaxMessagesBytes",
        "64MiB",
        "--max-message-total: memory for all messages (64 MiB) must be at least 1 MiB more than the longest "
            + "message (65 MiB)"
    )]
    [InlineData(
        "MaxMessagesBytes",
        "20MiB",
        "MaxMessagesBytes",
        "20MiB",
        "--max-message-total: memory for all messages (20 MiB) must be at least 1 MiB more than the longest "
            + "message (33 MiB)"
    )]
    public void MaxMessagesBytes_less_than_a_message_is_refused(
        string first,
        string firstText,
        string second,
        string secondText,
        string message
    ) =>
        FluentActions
            .Invoking(() =>
                DaemonOptionsLoader.Load(
                    CommandLine([.. new[] { (first, firstText), (second, secondText) }.Distinct()])
                )
            )
            .Should()
            .Throw<OptionException>()
            .WithMessage(message);

    [Fact]
    public void Limits_of_clients_and_channels_are_read()
    {
        DaemonOptions options = DaemonOptionsLoader.Load(
            CommandLine(
                ("MaxSessionsPerClient", "3"),
                ("MaxSessionsPerChannel", "4"),
                ("YieldAfter", "5s"),
                ("TrimAfter", "6s")
            )
        );

        AudioEngineOptions engine = options.Engine;
        (engine.MaxSessionsPerClient, engine.MaxSessionsPerChannel).Should().Be((3, 4));
        (engine.YieldAfter, engine.TrimAfter).Should().Be((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6)));
    }

    [Fact]
    public void Ffmpeg_is_read()
    {
        using var folder = new TempFolder();
        string program = folder.File("ffmpeg");
        File.WriteAllText(program, "");

        AudioEngineOptions Read(params (string, string)[] values) =>
            DaemonOptionsLoader.Load(CommandLine(values)).Engine;

        (Read().Ffmpeg, Read().FfmpegForAnyone).Should().Be(("auto", false));
        Read(("Ffmpeg", "None")).Ffmpeg.Should().Be("none");
        Read(("Ffmpeg", program), ("FfmpegFor", "anyone"))
            .Should()
            .Match<AudioEngineOptions>(engine => engine.Ffmpeg == program && engine.FfmpegForAnyone);
        FluentActions
            .Invoking(() => Read(("Ffmpeg", "/nowhere/ffmpeg")))
            .Should()
            .Throw<OptionException>()
            .WithMessage("*must be auto, none or the path of a program; there is none at '/nowhere/ffmpeg'*");
        FluentActions
            .Invoking(() => Read(("FfmpegFor", "all")))
            .Should()
            .Throw<OptionException>()
            .WithMessage("*must be own or anyone; got 'all'*");
    }

    [Fact]
    public void Backlog_is_read()
    {
        DaemonOptions options = DaemonOptionsLoader.Load(
            CommandLine(("MaxBacklog", "1h"), ("MaxBacklogBytes", "0"), ("MaxBacklogTotalBytes", "1GiB"))
        );
        (options.Engine.MaxBacklog, options.Engine.MaxBacklogBytes, options.Engine.MaxBacklogTotalBytes)
            .Should()
            .Be((TimeSpan.FromHours(1), 0L, 1L << 30));
    }

    [Fact]
    public void Prefill_more_than_half_of_what_a_session_holds_is_refused() =>
        FluentActions
            .Invoking(() => DaemonOptionsLoader.Load(CommandLine(("Prefill", "600ms"), ("MaxBuffered", "1s"))))
            .Should()
            .Throw<OptionException>()
            .WithMessage("--prefill must be at most half of what a session may hold (1 s); got 600 ms");

    [Fact]
    public void Bind_names_are_addresses()
    {
        Bind("localhost").Should().Equal(IPAddress.Loopback, IPAddress.IPv6Loopback);
        Bind("*").Should().Equal(IPAddress.Any, IPAddress.IPv6Any);
        Bind("[::1],192.168.1.5,::1").Should().Equal(IPAddress.IPv6Loopback, IPAddress.Parse("192.168.1.5"));

        static IReadOnlyList<IPAddress> Bind(string text) => DaemonOptionsLoader.Load(CommandLine(("Bind", text))).Bind;
    }

    [Fact]
    public void Sink_wav_path_becomes_absolute() =>
        DaemonOptionsLoader
            .Load(CommandLine(("Sink", "WAV:mix.wav")))
            .Engine.Sink.Sink.Should()
            .Be("wav:" + Path.Combine(Environment.CurrentDirectory, "mix.wav"));

    [Fact]
    public void Every_setting_has_names_of_its_own()
    {
        Settings.All.Select(s => s.Name).Should().OnlyHaveUniqueItems();
        Settings.All.Select(s => s.Option).Should().OnlyHaveUniqueItems();
        Settings.All.Single(s => s.Name == "MaxClients").EnvironmentName.Should().Be("AUDIOD_MAXCLIENTS");
    }

    private static SettingLayer CommandLine(params (string Name, string Value)[] values) =>
        SettingLayer.CommandLine(values.ToDictionary(v => v.Name, v => v.Value));

    private SettingLayer Json(string text)
    {
        string path = Path.Combine(_folder.FullName, "appsettings.json");
        File.WriteAllText(path, text);
        return SettingLayer.File(path);
    }
}
