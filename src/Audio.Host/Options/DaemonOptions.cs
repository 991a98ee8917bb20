using System.Net;
using Audio.Core.Engine;
using Audio.Protocol.Etiquette;

namespace Audio.Host.Options;

/// <summary>
/// Everything the daemon can be told, validated and never changed while it runs; a singleton in the container. Read by
/// <see cref="DaemonOptionsLoader"/> from appsettings.json, the environment and the command line; how each is named
/// there stands in <see cref="Settings"/>.
/// </summary>
internal sealed record DaemonOptions
{
    /// <summary>For <see cref="Socket"/>: the usual place of this system.</summary>
    public const string DefaultSocket = "default";

    /// <summary>For <see cref="Socket"/>: no local socket.</summary>
    public const string NoSocket = "none";

    /// <summary>
    /// The TCP port that is asked for; 0: a free one. The one that was got is in <see cref="DaemonIdentity"/>.
    /// </summary>
    public int Port { get; init; } = 8081;

    /// <summary>The addresses to listen on; empty: 127.0.0.1 and, where there is IPv6, ::1.</summary>
    public IReadOnlyList<IPAddress> Bind { get; init; } = [];

    /// <summary>
    /// The engine, and with it the loudspeaker. Its <see cref="AudioEngineOptions.MaxChunkBytes"/> and <see
    /// cref="AudioEngineOptions.MaxSessions"/> follow from <see cref="MaxMessageBytes"/> and <see cref="MaxClients"/>.
    /// </summary>
    public AudioEngineOptions Engine { get; init; } = new();

    /// <summary>How the sessions of version 3 clients meet others.</summary>
    public SessionEtiquette V3Etiquette { get; init; } = SessionEtiquette.Default;

    /// <summary>Whether the log says everything.</summary>
    public bool Debug { get; init; }

    /// <summary>
    /// Origins beside the daemon's own whose pages may reach it: <c>https://example.org</c>,
    /// <c>http://localhost:3000</c>.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Names beside the loopback ones by which the daemon may be addressed: <c>studio.local</c>.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>The longest message a client may send, in bytes; 1 KiB to 64 MiB.</summary>
    public int MaxMessageBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>
    /// Memory for all messages that are being put together, in bytes; 2 MiB to 64 GiB, and 1 MiB more than the longest
    /// message at least.
    /// </summary>
    public long MaxMessagesBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Clients at one time; 1 to 100,000.</summary>
    public int MaxClients { get; init; } = 256;

    /// <summary>A client that sent nothing for this long is closed; 1 s to 24 h.</summary>
    public TimeSpan InactiveTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The local socket: a path (on Windows the name of a pipe), <c>default</c> or <c>none</c>.</summary>
    public string Socket { get; init; } = DefaultSocket;

    /// <summary>How long the sessions of a version 4 client whose connection was cut wait for it; 0 to 1 h.</summary>
    public TimeSpan ResumeWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often inactive clients are looked for; 100 ms to 1 h.</summary>
    public TimeSpan InactiveSweep { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stopping daemon plays on what it holds; 0 to 1 h.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The folder of the state files; <see langword="null"/>: the usual place of this system.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>
    /// A file that holds the process id while the daemon runs; <see langword="null"/>: none beside the state file.
    /// </summary>
    public string? PidFile { get; init; }

    /// <summary>The log.</summary>
    public LogOptions Log { get; init; } = new();
}
