namespace Audio.Client.Connection;

/// <summary>A session, as the sender of its connection sees it.</summary>
internal interface IFrameSource
{
    /// <summary>
    /// Lends the next frame, ready to send. A source that has none leaves the sender's queue, and enters it again with
    /// <see cref="DaemonConnection.Ready"/>.
    /// </summary>
    bool TryLendFrame(DaemonConnection connection, out ReadOnlyMemory<byte> frame);

    /// <summary>The lent frame was sent, or never will be.</summary>
    void FrameSent();
}
