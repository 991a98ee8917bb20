using System.Net.Sockets;
using Audio.Hostile.Daemon;
using Audio.Hostile.Wires;

namespace Audio.Hostile.Floods;

/// <summary>More connections than the daemon has descriptors, on all its listeners; none of them says a word.</summary>
internal static class IdleConnections
{
    private const int Each = 200;

    /// <summary>Opens them, and holds them until the flood is over.</summary>
    public static void Hold(FloodContext context, int number)
    {
        var held = new List<Socket>();
        try
        {
            for (int i = 0; i < Each && !context.IsOver; i++)
                held.Add(i % 3 == 2 ? ClientWire.Connect(context.SocketPath) : ClientWire.Connect(context.Port));
            context.Hold();
        }
        finally
        {
            foreach (Socket socket in held)
                socket.Dispose();
        }
    }

    /// <summary>How many descriptors the daemon had.</summary>
    public static Task<string> NoteAsync(FloodContext context, OwnDaemon daemon, TimeSpan time) =>
        Task.FromResult($"{Directory.GetFiles($"/proc/{daemon.ProcessId}/fd").Length} of 256 files");
}
