using System.Net.Sockets;
using System.Text;
using Audio.Hostile.Floods;
using Audio.Hostile.Wires;
using Audio.Protocol.V4;

namespace Audio.Hostile.Bystanders;

/// <summary>Clients that behave, and are asked how long they had to wait. Each has a thread of its own.</summary>
internal static class Bystander
{
    private static readonly TimeSpan BetweenPings = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>A wait that is longer counts as this long.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Sends a ping of version 4, waits for its answer, and so on.</summary>
    public static Waits Ping(FloodContext context)
    {
        var waits = new Waits();
        try
        {
            using var wire = WebSocketWire.Open(context.Port, V4Wire.Subprotocol);
            wire.Receive(Longest); // welcome
            while (!context.IsOver && wire.End is null)
            {
                long began = TimeProvider.System.GetTimestamp();
                wire.Say("""{"type":"ping"}"""u8);
                wire.Receive(Longest);
                waits.Add(began);
                context.Idle(BetweenPings);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or TimeoutException)
        {
            // The table shows that it could not wait for anything.
        }
        return waits;
    }

    /// <summary>Asks for <c>/health</c>, each time on a new connection.</summary>
    public static Waits LookAtHealth(FloodContext context)
    {
        byte[] request = Encoding.ASCII.GetBytes(
            $"GET /health HTTP/1.1\r\nHost: localhost:{context.Port}\r\nConnection: close\r\n\r\n"
        );
        byte[] answer = new byte[4096];
        var waits = new Waits();
        while (!context.IsOver)
        {
            long began = TimeProvider.System.GetTimestamp();
            try
            {
                using Socket socket = ClientWire.Connect(context.Port);
                socket.Send(request);
                if (socket.Poll(Longest, SelectMode.SelectRead))
                    socket.Receive(answer, SocketFlags.None, out _);
            }
            catch (SocketException)
            {
                // Refused: it asks again.
            }
            waits.Add(began);
            context.Idle(BetweenLooks);
        }
        return waits;
    }
}
