using System.Buffers;

namespace Audio.Core.Wires.V4;

/// <summary>What stands behind the receiving loop of a connection, beside its frames. Called by that loop.</summary>
internal interface IV4MessageHandler
{
    /// <summary>Whether a goodbye is on its way: what the client still says does not count.</summary>
    bool IsClosing { get; }

    /// <summary>Answers a message; the next one is read when it has ended.</summary>
    /// <param name="message">UTF-8 JSON; borrowed until the call has ended.</param>
    ValueTask TakeAsync(ReadOnlySequence<byte> message);

    /// <summary>The connection is over. The last call; behind it the frames end.</summary>
    /// <param name="inOrder">Whether the client has said goodbye.</param>
    ValueTask EndAsync(bool inOrder);
}
