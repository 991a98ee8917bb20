namespace Audio.Client.Connection;

/// <summary>A session, as its connection's sender sees it.</summary>
internal interface IFrameSource
{
    /// <summary>
    /// Lends the next frame, ready to send. Where there is none the source is no longer in the sender's queue, and asks
    /// to be let in again when there is.
    /// </summary>
    bool TryLendFrame(DaemonConnection connection, out ReadOnlyMemory<byte> frame);

    /// <summary>What was lent is sent, or will never be.</summary>
    void FrameSent();
}
