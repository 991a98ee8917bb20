namespace Audio.Core.Wires.Frames;

/// <summary>
/// What a dialect has to say about the frames of one stream before they are handed on. Called inside the wire's
/// <c>OnNext</c>.
/// </summary>
internal interface IRouteGuard
{
    /// <summary>
    /// Whether bytes that are new may go on. Those that may not have never come: the stream stands where it stood.
    /// </summary>
    /// <param name="offset">Where the first of them is: what the stream has so far.</param>
    /// <param name="bytes">How many; 0 for what was here already, or the end alone.</param>
    bool Admits(long offset, long bytes);

    /// <summary>A frame begins behind what the stream has; it is not handed on.</summary>
    /// <param name="here">Bytes that the stream has.</param>
    /// <param name="offset">Where the frame begins.</param>
    void RefuseGap(long here, long offset);
}
