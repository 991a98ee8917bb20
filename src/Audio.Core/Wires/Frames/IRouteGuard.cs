namespace Audio.Core.Wires.Frames;

/// <summary>
/// Checks the frames of one stream by the rules of a dialect before they are delivered. Called inside the wire's
/// <c>OnNext</c>.
/// </summary>
internal interface IRouteGuard
{
    /// <summary>Whether new bytes are admitted. If not, the stream is as if they had never arrived.</summary>
    /// <param name="offset">The offset of the first of them, which is what the stream has so far.</param>
    /// <param name="bytes">How many; 0 for a frame with nothing new, or with the end alone.</param>
    bool Admits(long offset, long bytes);

    /// <summary>Reports a gap: a frame begins after the end of what the stream has. It is not delivered.</summary>
    /// <param name="here">Bytes the stream has.</param>
    /// <param name="offset">Where the frame begins.</param>
    void RefuseGap(long here, long offset);
}
