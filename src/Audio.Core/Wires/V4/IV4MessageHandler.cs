using System.Buffers;

namespace Audio.Core.Wires.V4;

/// <summary>Handles the messages of a connection, as opposed to its frames. Called by the receiving loop.</summary>
internal interface IV4MessageHandler
{
    /// <summary>Whether the daemon is closing the connection: messages from the client no longer count.</summary>
    bool IsClosing { get; }

    /// <summary>Answers a message; the next one is read when the task completes.</summary>
    /// <param name="message">UTF-8 JSON; borrowed until the returned task completes.</param>
    ValueTask TakeAsync(ReadOnlySequence<byte> message);

    /// <summary>Ends the connection. The last call, before the end of the frames.</summary>
    /// <param name="closeCode">The close code of the client; <see langword="null"/>: it did not close.</param>
    ValueTask EndAsync(int? closeCode);
}
