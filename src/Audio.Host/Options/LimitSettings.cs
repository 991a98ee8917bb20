using static Audio.Core.Engine.AudioEngineOptions;
using static Audio.Host.Options.Settings;
using static Audio.Host.Options.SettingText;

namespace Audio.Host.Options;

/// <summary>The settings that limit what clients may have, in the order of the documentation.</summary>
internal static class LimitSettings
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new(
            "MaxMessageBytes",
            "--max-message",
            "SIZE",
            "32MiB",
            "Longest message a client may send (1KiB to 64MiB).",
            (o, text) => o with { MaxMessageBytes = Size(text, MaxChunkBytesRange) }
        ),
        new(
            "MaxMessagesBytes",
            "--max-message-total",
            "SIZE",
            "256MiB",
            "Memory for all messages being received (2MiB to 64GiB).",
            (o, text) => o with { MaxMessagesBytes = Size(text, 2 << 20, 64L << 30) }
        ),
        new("MaxClients", "--max-clients", "NUMBER", "256", "Clients connected at once (1 to 100000).", (o, text) =>
            o with
            {
                MaxClients = Integer(text, 1, 100_000),
            }
        ),
        new(
            "MaxSessionsPerClient",
            "--max-sessions-per-client",
            "NUMBER",
            "64",
            "Sessions of one client; everything over HTTP is one client (1 to 100000).",
            (o, text) =>
                Engine(o, engine => engine with { MaxSessionsPerClient = Integer(text, MaxSessionsPerClientRange) })
        ),
        new(
            "MaxSessionsPerChannel",
            "--max-sessions-per-channel",
            "NUMBER",
            "128",
            "Sessions on one channel, playing and waiting (1 to 100000).",
            (o, text) =>
                Engine(o, engine => engine with { MaxSessionsPerChannel = Integer(text, MaxSessionsPerChannelRange) })
        ),
        new(
            "MaxBuffered",
            "--max-buffered",
            "TIME",
            "30s",
            "Sound buffered for a session before its client is slowed down (100ms to 10min).",
            (o, text) => Engine(o, engine => engine with { MaxBuffered = Time(text, "s", MaxBufferedRange) })
        ),
        new(
            "MaxBufferedBytes",
            "--max-buffered-total",
            "SIZE",
            "512MiB",
            "Memory for the sound of all sessions (1MiB to 64GiB).",
            (o, text) => Engine(o, engine => engine with { MaxBufferedBytes = Size(text, MaxBufferedBytesRange) })
        ),
        new(
            "MaxBacklog",
            "--max-backlog",
            "TIME",
            "15min",
            "Sound accepted beyond --max-buffered from version 3 and HTTP, kept undecoded (0 to 24h).",
            (o, text) => Engine(o, engine => engine with { MaxBacklog = Time(text, "s", MaxBacklogRange) })
        ),
        new(
            "MaxBacklogBytes",
            "--max-backlog-size",
            "SIZE",
            "64MiB",
            "Memory for that undecoded sound, per session (0 to 1GiB).",
            (o, text) => Engine(o, engine => engine with { MaxBacklogBytes = Size(text, MaxBacklogBytesRange) })
        ),
        new(
            "MaxBacklogTotalBytes",
            "--max-backlog-total",
            "SIZE",
            "512MiB",
            "Memory for that undecoded sound, all sessions (1MiB to 64GiB).",
            (o, text) =>
                Engine(o, engine => engine with { MaxBacklogTotalBytes = Size(text, MaxBacklogTotalBytesRange) })
        ),
        new(
            "TrimAfter",
            "--trim-after",
            "TIME",
            "10s",
            "Time without sessions after which the memory of a burst is given back (1s to 1h).",
            (o, text) => Engine(o, engine => engine with { TrimAfter = Time(text, "s", TrimAfterRange) })
        ),
        new(
            "InactiveTimeout",
            "--inactive-timeout",
            "TIME",
            "5min",
            "Time without data and without sound after which a client is closed (1s to 24h).",
            (o, text) => o with { InactiveTimeout = Time(text, "s", TimeSpan.FromSeconds(1), TimeSpan.FromHours(24)) }
        ),
        new(
            "InactiveSweep",
            "--inactive-sweep",
            "TIME",
            "30s",
            "Interval of the check for inactive clients (100ms to 1h).",
            (o, text) =>
                o with
                {
                    InactiveSweep = Time(text, "s", TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
                }
        ),
    ];
}
