namespace Audio.Core.Effects;

/// <summary>
/// An effect that may change the length of the sound: output and input can differ in their number of frames. Otherwise
/// like <see cref="IAudioEffect"/>: it holds the state of one stream, allocates nothing after construction, and its
/// output is bit-identical however the spans are cut. One thread at a time.
/// </summary>
public interface IStreamEffect
{
    /// <summary>The most frames that it needs after a frame before that frame can come out.</summary>
    int LatencyFrames { get; }

    /// <summary>
    /// The input frame, counted from the start of the stream, from which the next output frame comes; an estimate where
    /// it is not exact.
    /// </summary>
    long PositionFrames { get; }

    /// <summary>The most output frames per input frame: 2 at half the speed.</summary>
    double MaxStretch => 1;

    /// <summary>
    /// Processes until all input is consumed and no more output can be made from it, or until the output is full. If
    /// the output was full, call it again, even with an empty input.
    /// </summary>
    /// <param name="input">Interleaved, a whole number of frames.</param>
    /// <param name="output">The output; only whole frames are used. Must not overlap the input.</param>
    /// <param name="samplesConsumed">Samples taken from the input, a whole number of frames.</param>
    /// <param name="samplesWritten">Samples written, a whole number of frames.</param>
    /// <exception cref="InvalidOperationException">The stream has been flushed and not reset.</exception>
    void Process(ReadOnlySpan<float> input, Span<float> output, out int samplesConsumed, out int samplesWritten);

    /// <summary>Ends the stream and writes what is still held.</summary>
    /// <param name="output">The output.</param>
    /// <param name="samplesWritten">Samples written, a whole number of frames.</param>
    /// <returns><see langword="true"/>: all is out. <see langword="false"/>: call again with more room.</returns>
    bool Flush(Span<float> output, out int samplesWritten);

    /// <summary>Resets the effect for the next stream.</summary>
    void Reset();
}
