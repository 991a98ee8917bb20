namespace Audio.Host.Running;

/// <summary>
/// Processes received data on the thread that the socket completes on. By default it passes two thread-pool queues
/// first; with ten clients these wake-ups were most of the daemon's CPU time, and they delay the first sound. Nothing
/// there blocks: the longest work is decoding one message, and <see cref="Transports.ConnectionTurns"/> keeps a client
/// that floods from staying there (docs/adr/0004).
/// </summary>
internal static class InlineSockets
{
    /// <summary>Read once by System.Net.Sockets, on first use.</summary>
    private const string Switch = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Must be called before the first socket is created.</summary>
    public static void Enable()
    {
        if (Environment.GetEnvironmentVariable(Switch) is null)
            Environment.SetEnvironmentVariable(Switch, "1");
    }
}
