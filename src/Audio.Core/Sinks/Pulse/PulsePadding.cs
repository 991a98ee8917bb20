using Audio.Core.Sinks.Pulse.Native;

namespace Audio.Core.Sinks.Pulse;

/// <summary>
/// The silence behind a sound on PipeWire, which reads whole turns of its graph and holds back what is less: with a
/// turn of silence behind it a sound is read to its end, and the server runs dry without reading past what is there
/// (docs/adr/0014). Counts in frames. Render thread only.
/// </summary>
internal sealed unsafe class PulsePadding(nint stream, int periodFrames)
{
    private const int FrameBytes = SinkOptions.Channels * sizeof(float);

    private readonly float[] _silence = new float[periodFrames * SinkOptions.Channels];
    private long _begin; // where the sound that was written last begins, in what was written

    // the silence that the server was given in front of it, as far as it read it; null until the server says where it
    // stands
    private long? _skipped;

    /// <summary>Silence behind the sound that was written last.</summary>
    public long Frames { get; private set; }

    /// <summary>
    /// Where the server ran dry last, as a position in what was written, silence not counted; null where nobody knows
    /// yet.
    /// </summary>
    private long? DryAt =>
        _skipped is { } skipped ? (LibPulse.StreamGetUnderflowIndex(stream) / FrameBytes) - skipped : null;

    /// <summary>
    /// Gives the server as much silence as makes the sound whole, as far as it wants it now. Until the sound was read.
    /// </summary>
    public void Extend()
    {
        PulseBufferAttributes* attributes = LibPulse.StreamGetBufferAttributes(stream);
        // it makes room for a turn and two requests
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
    /// A sound begins. Where the server has run dry it reads nothing meanwhile, so the sound takes the place of the
    /// silence that is left.
    /// </summary>
    /// <param name="written">Frames of sound written until now.</param>
    /// <returns>Where it has to be put.</returns>
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

    /// <summary>The server has said where it stands.</summary>
    /// <param name="skipped">
    /// What it was given until now, without the sound and without the silence behind that.
    /// </param>
    public void Learn(long skipped) => _skipped = skipped;

    /// <summary>
    /// Whether it ran dry in the middle of the sound, and not behind it or before; null where nobody knows yet.
    /// </summary>
    /// <param name="written">Frames of sound written until now.</param>
    public bool? IsUnderrun(long written) => DryAt is { } at ? at > _begin && at <= written : null;
}
