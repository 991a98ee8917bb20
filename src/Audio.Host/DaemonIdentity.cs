using System.Reflection;

namespace Audio.Host;

/// <summary>Who this daemon is: a singleton in the container, set before the first request.</summary>
/// <param name="Port">The port it listens on, also where a free one was asked for.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="StartedAt">When it started.</param>
internal sealed record DaemonIdentity(int Port, int ProcessId, DateTimeOffset StartedAt)
{
    /// <summary>
    /// What <c>/status</c> calls it, and by which the commands know it from another program on its port.
    /// </summary>
    public const string Name = "persistent-audio-daemon";

    /// <summary>The version of the program, as <c>0.1.0</c>.</summary>
    public static string Version { get; } =
        typeof(DaemonIdentity)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0]
        ?? "0.0.0";
}
