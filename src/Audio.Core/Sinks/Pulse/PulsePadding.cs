using Audio.Core.Sinks.Pulse.Native;

namespace Audio.Core.Sinks.Pulse;

/// <summary>
/// The silence after a sound on PipeWire, which reads whole graph cycles and holds back anything shorter. With one
/// cycle of silence after it, a sound is read to its end, and the server runs dry without reading past what is there
/// (docs/adr/0014). Counts in frames. Render thread only.
/// </summary>
internal sealed unsafe class PulsePadding(nint stream, int periodFrames)
{
    private const int FrameBytes = SinkOptions.Channels * sizeof(float);

    private readonly float[] _silence = new float[periodFrames * SinkOptions.Channels];
    private long _begin; // the start of the last sound, in frames written

    // the silence that the server has read before it; null until the server reports its position
    private long? _skipped;

    /// <summary>Silence after the last sound.</summary>
    public long Frames { get; private set; }

    /// <summary>
    /// The position at which the server last ran dry, in frames written without silence; null if unknown yet.
    /// </summary>
    private long? DryAt =>
        _skipped is { } skipped ? (LibPulse.StreamGetUnderflowIndex(stream) / FrameBytes) - skipped : null;

    /// <summary>
    /// Writes the silence that completes the sound, as far as the server accepts it now. Called until the sound has
    /// been read.
    /// </summary>
    public void Extend()
    {
        PulseBufferAttributes* attributes = LibPulse.StreamGetBufferAttributes(stream);
        // it makes room for one cycle and two requests
        long turn = (attributes->TargetLength - (2L * attributes->MinimumRequest)) / FrameBytes;
        while (Math.Min(turn - Frames, PulseStream.Wanted(stream) / FrameBytes) is > 0 and var missing)
        {
            long frames = Math.Min(missing, periodFrames);
            if (
                !PulseStream.Write(
                    stream,
                    _silence.AsSpan(0, (int)frames * SinkOptions.Channels),
                    PulseSeekMode.Relative
                )
            )
            {
                return;
            }

            Frames += frames;
        }
    }

    /// <summary>
    /// Called when a sound starts. A server that has run dry reads nothing meanwhile, so the sound replaces the
    /// remaining silence.
    /// </summary>
    /// <param name="written">Frames of sound written so far.</param>
    /// <returns>Where to write it.</returns>
    public PulseSeekMode End(long written)
    {
        if (Frames == 0)
            return PulseSeekMode.Relative;
        PulseSeekMode seek = DryAt > written ? PulseSeekMode.RelativeOnRead : PulseSeekMode.Relative;
        _skipped = seek == PulseSeekMode.Relative ? _skipped + Frames : null;
        _begin = written;
        Frames = 0;
        return seek;
    }

    /// <summary>Records a position reported by the server.</summary>
    /// <param name="skipped">What it was given so far, without the sound and the silence after it.</param>
    public void Learn(long skipped) => _skipped = skipped;

    /// <summary>Whether it ran dry in the middle of the sound, not before or after it; null if unknown yet.</summary>
    /// <param name="written">Frames of sound written so far.</param>
    public bool? IsUnderrun(long written) => DryAt is { } at ? at > _begin && at <= written : null;
}
