using Audio.Hostile.Wires;

namespace Audio.Soak.Clients;

/// <summary>The ways in which a client loses its connection.</summary>
internal static class Departure
{
    private const int GoingAway = 1001;

    /// <summary>Goes in one of them, in the middle of a message now and then.</summary>
    public static void Die(Turn turn, ClientWire wire)
    {
        if (turn.Chance(0.3))
            wire.Send(HalfAMessage(turn, wire));
        switch (turn.Random.Next(5))
        {
            case 0:
                wire.Reset();
                break;
            case 1:
                wire.Dispose();
                break;
            case 2:
                wire.Vanish();
                break;
            case 3:
                wire.Finish();
                turn.Idle(turn.UpTo(1_500));
                wire.Dispose();
                break;
            default:
                if (wire is WebSocketWire socket)
                    socket.Close(GoingAway);
                wire.Dispose();
                break;
        }
    }

    private static byte[] HalfAMessage(Turn turn, ClientWire wire)
    {
        byte[] whole = wire.Text(new byte[1_000]);
        return whole[..turn.Random.Next(1, whole.Length)];
    }
}
