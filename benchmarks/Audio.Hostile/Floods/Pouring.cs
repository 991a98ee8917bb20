using System.Net.Sockets;
using Audio.Hostile.Wires;

namespace Audio.Hostile.Floods;

/// <summary>Sends the same bytes as fast as they are taken, and drops what comes back.</summary>
internal static class Pouring
{
    private const int BatchBytes = 64 * 1024;
    private static readonly TimeSpan FullWait = TimeSpan.FromMilliseconds(1);

    /// <summary>Pours one message over and over until the flood is over or the connection ends.</summary>
    public static void Pour(FloodContext context, ClientWire wire, ReadOnlySpan<byte> message)
    {
        byte[] batch = new byte[Math.Max(1, BatchBytes / message.Length) * message.Length];
        for (int at = 0; at < batch.Length; at += message.Length)
            message.CopyTo(batch.AsSpan(at));
        byte[] dropped = new byte[BatchBytes];
        Socket socket = wire.Socket;
        socket.Blocking = false;
        int next = 0;
        while (!context.IsOver)
        {
            while (socket.Available > 0 && socket.Receive(dropped, SocketFlags.None, out _) > 0)
            {
                // Answers are of no interest.
            }
            int sent = socket.Send(batch.AsSpan(next), SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
                socket.Poll(FullWait, SelectMode.SelectWrite);
            else if (error != SocketError.Success)
                return;
            next = (next + sent) % batch.Length;
            context.AddSent(sent);
        }
    }
}
