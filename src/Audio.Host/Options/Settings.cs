using Audio.Core.Engine;
using Audio.Core.Mixing;
using Audio.Core.Sinks;
using Audio.Host.Security;
using Audio.Protocol.Etiquette;
using static Audio.Core.Engine.AudioEngineOptions;
using static Audio.Host.Options.SettingText;

namespace Audio.Host.Options;

/// <summary>
/// All settings. The command line, the environment, appsettings.json and the help are generated from this list, and a
/// test checks the table in docs/running.md against it.
/// </summary>
internal static class Settings
{
    public static readonly Setting Port = new(
        "Port",
        "--port",
        "NUMBER",
        "8081",
        "TCP port for WebSocket and HTTP; 0 picks a free one.",
        (o, text) => o with { Port = Integer(text, 0, 65_535) }
    );

    public static readonly Setting StateDirectory = new(
        "StateDirectory",
        "--state-dir",
        "PATH",
        "the system's",
        "Folder of the state files that other commands use to find a daemon.",
        (o, text) => o with { StateDirectory = SettingText.Path(text) },
        Anchor: SettingText.Path
    );

    public static readonly Setting DrainLimit = new(
        "DrainLimit",
        "--drain",
        "TIME",
        "10s",
        "How long a stopping daemon may go on playing (0 to 1h).",
        (o, text) => o with { DrainLimit = Time(text, "s", TimeSpan.Zero, TimeSpan.FromHours(1)) }
    );

    public static readonly Setting Debug = new(
        "Debug",
        "--debug",
        "",
        "false",
        "Log everything.",
        (o, text) => o with { Debug = SettingText.Switch(text) },
        SettingKind.Switch,
        "-d"
    );

    private static readonly Setting LogDirectory = new(
        "LogDirectory",
        "--log-dir",
        "PATH",
        "the system's",
        "Folder of the log.",
        (o, text) => o with { Log = o.Log with { Directory = SettingText.Path(text) } },
        Anchor: SettingText.Path
    );

    private static readonly Setting LogFile = new(
        "LogFile",
        "--log-file",
        "PATH",
        "audiod-PORT.log",
        "The log, relative to its folder or absolute.",
        (o, text) => o with { Log = o.Log with { File = LogFileName(text) } }
    );

    /// <summary>The settings that determine where the log is.</summary>
    public static IReadOnlyList<Setting> Log { get; } = [LogDirectory, LogFile];

    /// <summary>The settings that every command needs to find a daemon.</summary>
    public static IReadOnlyList<Setting> Finding { get; } = [Port, StateDirectory];

    /// <summary>All settings, in the order of the documentation.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Port,
        new(
            "Bind",
            "--bind",
            "ADDRESS",
            "localhost",
            "Addresses to listen on: IP addresses, localhost, or * for all.",
            (o, text) => o with { Bind = Addresses(text) },
            SettingKind.List
        ),
        new(
            "Socket",
            "--socket",
            "PATH",
            "default",
            "Local socket for programs of this user: a path, default, or none.",
            (o, text) => o with { Socket = SocketName(text) },
            Anchor: SocketName
        ),
        new(
            "Sink",
            "--sink",
            "SINK",
            "auto",
            "Where the sound goes: auto, pulse, wasapi (Windows), portaudio, null or wav:PATH.",
            (o, text) => Sink(o, sink => sink with { Sink = SinkName(text) }),
            Anchor: SinkName
        ),
        new("Period", "--period", "TIME", "5ms", "Sound handed to the sink at a time (1 to 100 ms).", (o, text) =>
            Sink(o, sink => sink with { Period = Time(text, "ms", SinkOptions.PeriodRange) })
        ),
        new(
            "Latency",
            "--latency",
            "TIME",
            "10ms",
            "Buffer of the device: at least two periods, at most 2 s.",
            (o, text) => Sink(o, sink => sink with { Latency = Time(text, "ms", SinkOptions.LatencyRange) })
        ),
        new("SampleRate", "--sample-rate", "HERTZ", "48000", "Rate of the mix (8000 to 192000).", (o, text) =>
            Sink(o, sink => sink with { SampleRate = Integer(text, SinkOptions.SampleRateRange) })
        ),
        new(
            "DeviceLoss",
            "--device-loss",
            "wait|runon",
            "wait",
            "What sessions do while the device is missing: wait for it, or run on unheard.",
            (o, text) => Engine(o, engine => engine with { DeviceLoss = DeviceLoss(text) })
        ),
        new(
            "Prefill",
            "--prefill",
            "TIME",
            "0ms",
            "Sound buffered before a session starts to play (0 to 2 s).",
            (o, text) => Engine(o, engine => engine with { Prefill = Time(text, "ms", PrefillRange) })
        ),
        new(
            "MaxPrefill",
            "--max-prefill",
            "TIME",
            "200ms",
            "Longest delay of a bursty session after a gap (0 to 2 s; 0 for none).",
            (o, text) => Engine(o, engine => engine with { MaxPrefill = Time(text, "ms", MaxPrefillRange) })
        ),
        new(
            "Ducking",
            "--duck",
            "RULE",
            "none",
            "Ducking other than by 12 dB in 50 ms and back in 300 ms: speech>media:-20:30:500.",
            (o, text) => Engine(o, engine => engine with { Ducking = [.. List(text).Select(DuckingRule.Parse)] }),
            SettingKind.List
        ),
        new(
            "SilentAfter",
            "--silent-after",
            "TIME",
            "2s",
            "Silence after which a session no longer blocks its channel (100ms to 1h).",
            (o, text) => Engine(o, engine => engine with { SilentAfter = Time(text, "s", SilentAfterRange) })
        ),
        new(
            "YieldAfter",
            "--yield-after",
            "TIME",
            "60s",
            "Pause after which a session no longer blocks its channel (100ms to 24h).",
            (o, text) => Engine(o, engine => engine with { YieldAfter = Time(text, "s", YieldAfterRange) })
        ),
        new(
            "Ffmpeg",
            "--ffmpeg",
            "PROGRAM",
            "auto",
            "What decodes AAC, M4A and the like: auto (ffmpeg on the PATH), a path, or none.",
            (o, text) => Engine(o, engine => engine with { Ffmpeg = FfmpegText.Program(text) }),
            Anchor: FfmpegText.Program
        ),
        new(
            "FfmpegFor",
            "--ffmpeg-for",
            "own|anyone",
            "own",
            "Whose streams ffmpeg decodes: those of the daemon's own user, or of anyone who may connect.",
            (o, text) => Engine(o, engine => engine with { FfmpegForAnyone = FfmpegText.IsForAnyone(text) })
        ),
        new(
            "V3Etiquette",
            "--v3-etiquette",
            "FIELDS",
            "priority=speech,overlap=mix",
            "How version 3 sessions behave towards others: priority, channel, overlap, expiresAfter, "
                + "resumeInterrupted.",
            (o, text) => o with { V3Etiquette = EtiquetteText.Read(text) }
        ),
        .. V2Settings.All,
        new(
            "AllowedOrigins",
            "--allow-origin",
            "ORIGIN",
            "none",
            "Origins of web pages that may use the daemon, such as https://example.org.",
            (o, text) => o with { AllowedOrigins = [.. List(text).Select(AllowedOrigin)] },
            SettingKind.List
        ),
        new(
            "AllowedHosts",
            "--allow-host",
            "NAME",
            "none",
            "Host names besides localhost that the daemon accepts, such as studio.local.",
            (o, text) => o with { AllowedHosts = [.. List(text).Select(AllowedHost)] },
            SettingKind.List
        ),
        .. LimitSettings.All,
        new(
            "ResumeWindow",
            "--resume-window",
            "TIME",
            "30s",
            "How long a version 4 client may take to reconnect after losing its connection (0 to 1h).",
            (o, text) => o with { ResumeWindow = Time(text, "s", TimeSpan.Zero, TimeSpan.FromHours(1)) }
        ),
        DrainLimit,
        StateDirectory,
        new(
            "PidFile",
            "--pid-file",
            "PATH",
            "none",
            "File that holds the process id while the daemon runs.",
            (o, text) => o with { PidFile = SettingText.Path(text) },
            Anchor: SettingText.Path
        ),
        LogDirectory,
        LogFile,
        new(
            "LogFileBytes",
            "--log-size",
            "SIZE",
            "10MiB",
            "Size at which a new log file is started (16KiB to 1GiB).",
            (o, text) => o with { Log = o.Log with { MaxFileBytes = Size(text, 16 << 10, 1 << 30) } }
        ),
        new(
            "LogFilesKept",
            "--log-files",
            "NUMBER",
            "5",
            "Log files kept, including the current one (1 to 100).",
            (o, text) => o with { Log = o.Log with { FilesKept = Integer(text, 1, 100) } }
        ),
        Debug,
    ];

    internal static DaemonOptions Engine(DaemonOptions options, Func<AudioEngineOptions, AudioEngineOptions> change) =>
        options with
        {
            Engine = change(options.Engine),
        };

    private static DaemonOptions Sink(DaemonOptions options, Func<SinkOptions, SinkOptions> change) =>
        Engine(options, engine => engine with { Sink = change(engine.Sink) });

    private static string SinkName(string text)
    {
        string name = text.Trim();
        if (name.StartsWith("wav:", StringComparison.OrdinalIgnoreCase) && name.Length > 4)
            return "wav:" + SettingText.Path(name[4..]);
        return name.ToUpperInvariant() switch
        {
            "AUTO" => "auto",
            "PULSE" => "pulse",
            "WASAPI" => "wasapi",
            "PORTAUDIO" => "portaudio",
            "NULL" => "null",
            _ => throw new FormatException(
                $"must be auto, pulse, wasapi (Windows), portaudio, null or wav:PATH; got '{text}'"
            ),
        };
    }

    /// <summary>On Windows the value is a pipe name, not a path.</summary>
    private static string SocketName(string text) =>
        text.Trim().ToUpperInvariant() switch
        {
            "DEFAULT" => DaemonOptions.DefaultSocket,
            "NONE" => DaemonOptions.NoSocket,
            _ => OperatingSystem.IsWindows() ? text.Trim() : SettingText.Path(text),
        };

    private static DeviceLossPolicy DeviceLoss(string text) =>
        text.Trim().ToUpperInvariant() switch
        {
            "WAIT" => DeviceLossPolicy.Wait,
            "RUNON" => DeviceLossPolicy.RunOn,
            _ => throw new FormatException($"must be wait or runon; got '{text}'"),
        };

    private static string AllowedOrigin(string text)
    {
        string origin = text.TrimEnd('/');
        return WebOrigin.TryParse(origin, out _)
            ? origin
            : throw new FormatException(
                $"must be an origin such as https://example.org or http://localhost:3000; got '{text}'"
            );
    }

    private static string AllowedHost(string text) =>
        Authority.NormalizeHost(text)
        ?? throw new FormatException($"must be a host name such as studio.local, without scheme or port; got '{text}'");

    private static string LogFileName(string text) =>
        string.IsNullOrWhiteSpace(text) || text.Contains('\0') || text.EndsWith('/')
            ? throw new FormatException($"must be the name or path of a file; got '{text}'")
            : text;
}
