using Audio.Core.Wires.Transports;
using Audio.Protocol.V4;

namespace Audio.Core.Wires.V4;

/// <summary>Queues messages of version 4 in the outbox.</summary>
internal static class V4Sending
{
    /// <summary>Queues a reply; waits while too many are queued. Receiving loop.</summary>
    public static ValueTask ReplyAsync(this Outbox outbox, V4ServerMessage message) =>
        outbox.SendAsync(V4ServerMessages.Write(message));

    /// <summary>Queues an event. Any thread; never blocks.</summary>
    public static void Tell(this Outbox outbox, V4ServerMessage message) =>
        outbox.Send(V4ServerMessages.Write(message));
}
