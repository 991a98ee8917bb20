using System.Reflection;

namespace Audio.Host;

/// <summary>The identity of this daemon: a singleton in the container, set before the first request.</summary>
/// <param name="Port">The port it listens on; the real one even if port 0 was requested.</param>
/// <param name="ProcessId">Its process id.</param>
/// <param name="StartedAt">When it started, by the wall clock.</param>
/// <param name="Started">The same as a timestamp of the clock, which nobody sets.</param>
internal sealed record DaemonIdentity(int Port, int ProcessId, DateTimeOffset StartedAt, long Started)
{
    /// <summary>A daemon of this process that starts now.</summary>
    public DaemonIdentity(int port, TimeProvider time)
        : this(port, Environment.ProcessId, time.GetUtcNow(), time.GetTimestamp()) { }

    /// <summary>Its name in <c>/status</c>, by which commands tell it from another program on its port.</summary>
    public const string Name = "persistent-audio-daemon";

    /// <summary>The program's version, such as <c>0.1.0</c>.</summary>
    public static string Version { get; } =
        typeof(DaemonIdentity)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0]
        ?? "0.0.0";
}
