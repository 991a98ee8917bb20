namespace Audio.Core.Effects;

/// <summary>An effect in place as a stage of a stream; what its latency holds back comes out at the end.</summary>
internal sealed class InPlaceStage(IAudioEffect effect, int channels) : IStreamEffect
{
    private int? _heldBack; // frames that are still to come out at the end

    /// <inheritdoc/>
    public int LatencyFrames => effect.LatencyFrames;

    /// <inheritdoc/>
    public void Process(ReadOnlySpan<float> input, Span<float> output, out int samplesConsumed, out int samplesWritten)
    {
        if (_heldBack is not null) throw new InvalidOperationException("The stream has been flushed; call Reset before the next one.");
        samplesConsumed = samplesWritten = Math.Min(input.Length, output.Length) / channels * channels;
        Span<float> samples = output[..samplesWritten];
        input[..samplesConsumed].CopyTo(samples);
        effect.Process(samples);
    }

    /// <inheritdoc/>
    public bool Flush(Span<float> output, out int samplesWritten)
    {
        _heldBack ??= effect.LatencyFrames;
        int frames = Math.Min(_heldBack.Value, output.Length / channels);
        samplesWritten = frames * channels;
        Span<float> samples = output[..samplesWritten];
        samples.Clear();
        effect.Process(samples);
        _heldBack -= frames;
        return _heldBack == 0;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _heldBack = null;
        effect.Reset();
    }
}
