using System.Globalization;

namespace Audio.Compare.Ways;

/// <summary>The players to compare, as far as they are installed.</summary>
internal static class AllWays
{
    /// <summary>The alternatives that a user might pick, and the Debian package of each.</summary>
    private static readonly (string Program, string Package)[] Players =
    [
        ("paplay", "pulseaudio-utils"),
        ("aplay", "alsa-utils"),
        ("play", "sox libsox-fmt-pulse"),
        ("ffplay", "ffmpeg"),
        ("mpv", "mpv"),
        ("mpd", "mpd"),
        ("curl", "curl"),
    ];

    /// <summary>Those that are missing, in words.</summary>
    public static IEnumerable<string> Missing =>
        Players
            .Where(player => !Programs.IsThere(player.Program))
            .Select(player =>
                $"{player.Program} is not installed and is left out (Debian: apt-get install {player.Package})"
            );

    /// <summary>All of them, not opened yet.</summary>
    /// <param name="ground">Where they play.</param>
    /// <param name="samples">16-bit mono.</param>
    /// <param name="wav">The same in a file.</param>
    public static IReadOnlyList<IWay> On(Ground ground, byte[] samples, string wav)
    {
        string port = ground.Port.ToString(CultureInfo.InvariantCulture);
        List<IWay> ways =
        [
            new Baseline(ground, samples),
            new OpenSession(ground, samples),
            new OpenV3Session(ground, samples),
            new NewConnection(ground, samples),
        ];
        Add("curl", () =>
            new Started(
                "audiod, HTTP by curl",
                isOurs: true,
                "curl",
                "-sf",
                "-T",
                wav,
                $"http://127.0.0.1:{port}/v1/play"
            )
        );
        ways.Add(new Started("audiod play", isOurs: true, ground.Audiod, "play", "--port", port, wav));
        ways.Add(new DaemonPerRequest(ground, samples));
        Add("mpv", () => UnixSocketPlayer.Mpv(ground, wav));
        Add("mpd", () => UnixSocketPlayer.Mpd(ground, wav));
        Add("paplay", () => new Started("paplay", isOurs: false, "paplay", wav));
        Add("aplay", () => new Started("aplay", isOurs: false, "aplay", "-q", "-D", "pulse", wav));
        Add("play", () => new Started("sox (play)", isOurs: false, "play", "-q", wav));
        Add("ffplay", () =>
            new Started("ffplay", isOurs: false, "ffplay", "-nodisp", "-autoexit", "-loglevel", "error", wav)
        );
        Add("mpv", () =>
            new Started(
                "mpv, started",
                isOurs: false,
                "mpv",
                "--no-config",
                "--no-video",
                "--no-terminal",
                "--ao=pulse",
                wav
            )
        );
        return ways;

        void Add(string program, Func<IWay> make)
        {
            if (Programs.IsThere(program))
                ways.Add(make());
        }
    }
}
