using System.Net;
using Audio.Core.Engine;
using Audio.Core.Wires.Json;
using Audio.Core.Wires.V2;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V3;

namespace Audio.Host.Options;

/// <summary>
/// The daemon's options, validated and fixed while it runs; a singleton in the container. <see
/// cref="DaemonOptionsLoader"/> reads them from appsettings.json, the environment and the command line; <see
/// cref="Settings"/> lists their names there.
/// </summary>
internal sealed record DaemonOptions
{
    /// <summary>For <see cref="Socket"/>: the default place.</summary>
    public const string DefaultSocket = "default";

    /// <summary>For <see cref="Socket"/>: disables the local socket.</summary>
    public const string NoSocket = "none";

    /// <summary>The requested TCP port; 0 for any free one. <see cref="DaemonIdentity"/> has the real one.</summary>
    public int Port { get; init; } = 8081;

    /// <summary>The addresses to listen on; empty for 127.0.0.1 and, if IPv6 is available, ::1.</summary>
    public IReadOnlyList<IPAddress> Bind { get; init; } = [];

    /// <summary>
    /// The engine's options, including the output device. <see cref="AudioEngineOptions.MaxChunkBytes"/> and <see
    /// cref="AudioEngineOptions.MaxSessions"/> follow from <see cref="MaxMessageBytes"/> and <see cref="MaxClients"/>.
    /// </summary>
    public AudioEngineOptions Engine { get; init; } = new() { TrimAfter = TimeSpan.FromSeconds(10), Ffmpeg = "auto" };

    /// <summary>How the sessions of version 3 clients behave towards other sessions.</summary>
    public SessionEtiquette V3Etiquette { get; init; } = SessionEtiquette.Default;

    /// <summary>The format of the sound of version 2 clients: samples, unless a chunk begins with a header.</summary>
    public V3AudioFormat V2Format { get; init; } = new(StreamFormatNames.Pcm, 24_000, Channels: 1, BitDepth: 16);

    /// <summary>What <c>stop</c> and <c>play</c> of a version 2 client silence.</summary>
    public V2Stop V2Stop { get; init; } = V2Stop.All;

    /// <summary>Whether debug events are logged.</summary>
    public bool Debug { get; init; }

    /// <summary>
    /// Origins of web pages that may use the daemon, besides its own: <c>https://example.org</c>,
    /// <c>http://localhost:3000</c>.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>
    /// Host names by which the daemon may be addressed, besides the loopback ones: <c>studio.local</c>.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>The longest message a client may send, in bytes; 1 KiB to 64 MiB.</summary>
    public int MaxMessageBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>
    /// The memory for all messages being received, in bytes; 2 MiB to 64 GiB, and at least 1 MiB more than the longest
    /// message.
    /// </summary>
    public long MaxMessagesBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>The most clients connected at once; 1 to 100,000.</summary>
    public int MaxClients { get; init; } = 256;

    /// <summary>How long a client may be inactive before it is closed; 1 s to 24 h.</summary>
    public TimeSpan InactiveTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The local socket: a path (on Windows a pipe name), <c>default</c> or <c>none</c>.</summary>
    public string Socket { get; init; } = DefaultSocket;

    /// <summary>How long the sessions of a version 4 client survive a lost connection; 0 to 1 h.</summary>
    public TimeSpan ResumeWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The interval of the check for inactive clients; 100 ms to 1 h.</summary>
    public TimeSpan InactiveSweep { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stopping daemon may go on playing; 0 to 1 h.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The folder of the state files; <see langword="null"/> for the system's default.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>
    /// A file that holds the process id while the daemon runs, besides the state file; <see langword="null"/> for none.
    /// </summary>
    public string? PidFile { get; init; }

    /// <summary>How clients of version 2 and 3 are served.</summary>
    public JsonServerOptions Json =>
        new()
        {
            V2 = new V2Options
            {
                Format = StreamFormatNames.NeedsSamples(V2Format.Format) ? V2Format.ToAudioFormat() : null,
                Stop = V2Stop,
            },
            V3Etiquette = V3Etiquette,
            MaxMessageBytes = MaxMessageBytes,
            InactiveTimeout = InactiveTimeout,
        };

    /// <summary>The log.</summary>
    public LogOptions Log { get; init; } = new();
}
