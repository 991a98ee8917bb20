namespace Audio.Core.Effects;

/// <summary>
/// Normalizes the loudness of a stream, looking ahead as far as it can. It holds sound back until it has heard the
/// look-ahead, or the stream has ended, or <see cref="Hurry"/> says that it can wait no longer. Then the first frame
/// comes out with the gain that suits everything heard so far. A stream heard completely before it starts meets the
/// target exactly; otherwise the output stays behind by what was held, or, after a hurry, has no delay.
/// </summary>
/// <remarks>docs/adr/0009-look-ahead-of-the-normaliser.md describes what it achieves and what it costs.</remarks>
internal sealed class LookAheadNormalizer : IStreamEffect, IHoldingEffect, IPreviewEffect
{
    private const int FirstRoom = 8_192; // samples; doubled whenever it is full, so that short sounds need little

    // Immutable.
    private readonly int _channels;
    private readonly int _lookAhead; // frames
    private readonly LoudnessGain _loudness;

    // One thread.
    private float[] _held = new float[FirstRoom];
    private int _start; // in samples; a ring
    private int _count; // in samples
    private bool _begun;
    private bool _decisionDue;
    private bool _hurried;
    private bool _flushing;
    private bool _whole; // the whole stream was heard before it started, so the gain is constant

    /// <summary>Creates the effect for one stream.</summary>
    /// <param name="target">In LUFS, -40 to -5.</param>
    /// <param name="lookAhead">The most sound to hold.</param>
    /// <param name="maxWait">How long sound may wait at the start of the stream.</param>
    /// <param name="sampleRate">In hertz, at least 8,000.</param>
    /// <param name="channels">1 or 2.</param>
    public LookAheadNormalizer(double target, TimeSpan lookAhead, TimeSpan maxWait, int sampleRate, int channels)
    {
        _channels = channels;
        _lookAhead = Frames(lookAhead, sampleRate);
        _hurried = _lookAhead == 0;
        _loudness = new LoudnessGain(target, sampleRate, channels);
        MaxWait = maxWait;
    }

    /// <summary>The bytes of its buffers once the look-ahead is full.</summary>
    public static long Memory(TimeSpan lookAhead, int sampleRate, int channels) =>
        Math.Max(FirstRoom, (long)Frames(lookAhead, sampleRate) * channels) * sizeof(float) + LoudnessGain.Memory;

    /// <inheritdoc/>
    public int LatencyFrames => _lookAhead;

    /// <inheritdoc/>
    public long PositionFrames { get; private set; }

    /// <inheritdoc/>
    public TimeSpan MaxWait { get; }

    /// <inheritdoc/>
    public bool IsHolding => _count > 0;

    private bool MayGive => _hurried || _flushing || _count == _lookAhead * _channels;

    /// <inheritdoc/>
    public void Hurry() => _hurried = true;

    /// <inheritdoc/>
    public void Process(ReadOnlySpan<float> input, Span<float> output, out int samplesConsumed, out int samplesWritten)
    {
        if (_flushing)
            throw new InvalidOperationException("The stream has been flushed; call Reset before the next one.");
        samplesConsumed = 0;
        samplesWritten = 0;
        while (true)
        {
            if (MayGive && !Give(output, ref samplesWritten))
                return;
            int taken = Accept(input[samplesConsumed..]);
            if (taken == 0)
                return;
            samplesConsumed += taken;
        }
    }

    /// <inheritdoc/>
    public bool Flush(Span<float> output, out int samplesWritten)
    {
        _flushing = true;
        samplesWritten = 0;
        return Give(output, ref samplesWritten);
    }

    /// <inheritdoc/>
    public int? Preview(Span<float> samples)
    {
        if (!_hurried || _count > 0)
            return null;
        _loudness.Preview(samples);
        return samples.Length;
    }

    /// <inheritdoc/>
    public void Rest()
    {
        // Silence does not move the gain.
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _loudness.Reset();
        (_start, _count, _begun, _decisionDue, _flushing, _whole, PositionFrames) = (
            0,
            0,
            false,
            false,
            false,
            false,
            0
        );
        _hurried = _lookAhead == 0;
    }

    /// <summary>
    /// Accepts as much input as may be heard before the next frame comes out: up to the look-ahead, or, after a hurry
    /// and once everything is out, up to the next decision. So the output does not depend on how the input is cut.
    /// </summary>
    /// <returns>Samples taken.</returns>
    private int Accept(ReadOnlySpan<float> input)
    {
        int room = _hurried
            ? (_count == 0 ? _loudness.FramesToDecision * _channels : 0)
            : _lookAhead * _channels - _count;
        input = input[..Math.Min(input.Length, room)];
        Reserve(_count + input.Length);
        int end = (_start + _count) % _held.Length;
        int first = Math.Min(input.Length, _held.Length - end);
        input[..first].CopyTo(_held.AsSpan(end));
        input[first..].CopyTo(_held);
        _count += input.Length;
        _loudness.Hear(input);
        return input.Length;
    }

    /// <returns>Whether everything that may come out is out.</returns>
    private bool Give(Span<float> output, ref int written)
    {
        if (!_begun && _count > 0)
            Begin();
        while (_count > 0 && MayGive)
        {
            if (_decisionDue && !_whole)
                _loudness.Decide();
            _decisionDue = false;
            int frames = Math.Min(Math.Min(_count, output.Length - written) / _channels, _loudness.FramesToDecision);
            if (frames == 0)
                return false;
            Span<float> samples = output.Slice(written, frames * _channels);
            Take(samples);
            written += samples.Length;
            PositionFrames += frames;
            _decisionDue = _loudness.Apply(samples);
            if (!_decisionDue || !_hurried)
                continue;
            if (!_whole)
                _loudness.Decide();
            _decisionDue = false;
        }

        return true;
    }

    private static int Frames(TimeSpan time, int sampleRate) => (int)(time.TotalSeconds * sampleRate);

    private void Begin()
    {
        _begun = true;
        _whole = _flushing && !_hurried;
        _loudness.Begin(_held.AsSpan(0, _count), _whole); // nothing was removed yet, so the ring is contiguous
    }

    private void Take(Span<float> samples)
    {
        int first = Math.Min(samples.Length, _held.Length - _start);
        _held.AsSpan(_start, first).CopyTo(samples);
        _held.AsSpan(0, samples.Length - first).CopyTo(samples[first..]);
        _start = (_start + samples.Length) % _held.Length;
        _count -= samples.Length;
    }

    private void Reserve(int samples)
    {
        if (samples <= _held.Length)
            return;
        float[] larger = new float[
            Math.Min(Math.Max(2 * _held.Length, samples), Math.Max(samples, _lookAhead * _channels))
        ];
        int count = _count;
        (int start, int position) = (_start, 0);
        int first = Math.Min(count, _held.Length - start);
        _held.AsSpan(start, first).CopyTo(larger);
        position += first;
        _held.AsSpan(0, count - first).CopyTo(larger.AsSpan(position));
        (_held, _start) = (larger, 0);
    }
}
