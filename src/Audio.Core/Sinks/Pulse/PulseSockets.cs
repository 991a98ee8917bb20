namespace Audio.Core.Sinks.Pulse;

/// <summary>The socket paths of a PulseAudio or PipeWire server on this machine, as libpulse looks for them.</summary>
internal static class PulseSockets
{
    private const string UnixPrefix = "unix:";
    private const string Native = "native";

    /// <summary>
    /// Returns the paths that a client tries; none if it is told to connect elsewhere, such as over TCP.
    /// </summary>
    /// <param name="server">As in <see cref="SinkOptions.PulseServer"/>.</param>
    /// <param name="environment">Returns environment variables of this process.</param>
    public static IReadOnlyList<string> Of(string? server, Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows())
            return [];
        if ((NotEmpty(server) ?? NotEmpty(environment("PULSE_SERVER"))) is { } named)
        {
            return
            [
                .. named.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(PathOf).OfType<string>().Distinct(),
            ];
        }

        var paths = new List<string>();
        if (NotEmpty(environment("PULSE_RUNTIME_PATH")) is { } own)
            paths.Add(Path.Combine(own, Native));
        if (NotEmpty(environment("XDG_RUNTIME_DIR")) is { } runtime)
            paths.Add(Path.Combine(runtime, "pulse", Native));
        paths.Add("/run/pulse/native"); // the system-wide server
        return [.. paths.Where(Path.IsPathRooted).Distinct()];
    }

    /// <summary>The path in <c>{machine}unix:/path</c>, <c>unix:/path</c> or <c>/path</c>.</summary>
    private static string? PathOf(string server)
    {
        string address =
            server.StartsWith('{') && server.IndexOf('}', StringComparison.Ordinal) is > 0 and var end
                ? server[(end + 1)..]
                : server;
        string path = address.StartsWith(UnixPrefix, StringComparison.Ordinal) ? address[UnixPrefix.Length..] : address;
        return Path.IsPathRooted(path) ? path : null;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
