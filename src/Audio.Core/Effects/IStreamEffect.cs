namespace Audio.Core.Effects;

/// <summary>
/// Something done to sound that may change its length: not as many frames come out as went in. Otherwise as <see
/// cref="IAudioEffect"/>: it holds the state of one stream, allocates nothing once made, and gives the same bits
/// however the spans are cut. One thread at a time.
/// </summary>
public interface IStreamEffect
{
    /// <summary>The most frames that it waits for beyond a frame before that frame can come out.</summary>
    int LatencyFrames { get; }

    /// <summary>
    /// The frame of the input, counted from the start of the stream, that the next frame of the output comes from; as
    /// near as can be said.
    /// </summary>
    long PositionFrames { get; }

    /// <summary>The most frames of output that a frame of input comes to: 2 at half the speed.</summary>
    double MaxStretch => 1;

    /// <summary>
    /// Takes input and gives output until the input is used up and no more can be made of it, or until the output is
    /// full. After a full output call again, also with an empty input.
    /// </summary>
    /// <param name="input">Interleaved, a whole number of frames.</param>
    /// <param name="output">Where samples go; its whole frames are used. Does not overlap the input.</param>
    /// <param name="samplesConsumed">Samples taken from the input, a whole number of frames.</param>
    /// <param name="samplesWritten">Samples written, a whole number of frames.</param>
    /// <exception cref="InvalidOperationException">The stream has been flushed and not been reset.</exception>
    void Process(ReadOnlySpan<float> input, Span<float> output, out int samplesConsumed, out int samplesWritten);

    /// <summary>Ends the stream and brings what is still held.</summary>
    /// <param name="output">Where samples go.</param>
    /// <param name="samplesWritten">Samples written, a whole number of frames.</param>
    /// <returns><see langword="true"/>: all is out. <see langword="false"/>: call again with more room.</returns>
    bool Flush(Span<float> output, out int samplesWritten);

    /// <summary>Forgets the stream; the next one starts afresh.</summary>
    void Reset();
}
