namespace Audio.Host.Running;

/// <summary>
/// What a client sends is taken up on the thread that saw it arrive. By default it goes through two queues of the
/// thread pool first; at ten clients these wake-ups were most of what the daemon used, and they stand in front of the
/// first sound. Nothing that runs there blocks: the longest is the decoding of one message (docs/adr/0004).
/// </summary>
internal static class InlineSockets
{
    /// <summary>Read by System.Net.Sockets once, at its first use.</summary>
    private const string Switch = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Before the first socket.</summary>
    public static void Enable()
    {
        if (Environment.GetEnvironmentVariable(Switch) is null)
            Environment.SetEnvironmentVariable(Switch, "1");
    }
}
