namespace Audio.Core.Effects;

/// <summary>
/// Adapts an in-place effect to a stream, and compensates its latency: the frames before the first real one are
/// dropped, and as many are produced at the end, so each output frame corresponds to its input frame.
/// </summary>
internal sealed class InPlaceStage(IAudioEffect effect, int channels) : IStreamEffect, IPreviewEffect
{
    private int _ahead = effect.LatencyFrames; // frames still to be dropped
    private int? _heldBack; // frames still to come out at the end

    /// <inheritdoc/>
    public int LatencyFrames => effect.LatencyFrames;

    /// <inheritdoc/>
    public long PositionFrames { get; private set; }

    /// <inheritdoc/>
    public void Process(ReadOnlySpan<float> input, Span<float> output, out int samplesConsumed, out int samplesWritten)
    {
        if (_heldBack is not null)
            throw new InvalidOperationException("The stream has been flushed; call Reset before the next one.");
        samplesConsumed = 0;
        samplesWritten = 0;
        while (samplesConsumed < input.Length)
        {
            ReadOnlySpan<float> rest = input[samplesConsumed..];
            Span<float> room = output[samplesWritten..];
            int frames = Math.Min(rest.Length, room.Length) / channels;
            if (frames == 0)
                return;
            rest[..(frames * channels)].CopyTo(room);
            samplesConsumed += frames * channels;
            samplesWritten += Work(room[..(frames * channels)]);
        }
    }

    /// <inheritdoc/>
    public bool Flush(Span<float> output, out int samplesWritten)
    {
        _heldBack ??= effect.LatencyFrames;
        samplesWritten = 0;
        while (_heldBack > 0)
        {
            int frames = Math.Min(_heldBack.Value, (output.Length - samplesWritten) / channels);
            if (frames == 0)
                return false;
            Span<float> samples = output.Slice(samplesWritten, frames * channels);
            samples.Clear();
            _heldBack -= frames;
            samplesWritten += Work(samples);
        }

        return true;
    }

    /// <inheritdoc/>
    public int? Preview(Span<float> samples) => (effect as IPreviewEffect)?.Preview(samples);

    /// <inheritdoc/>
    public void Rest() => (effect as IPreviewEffect)?.Rest();

    /// <inheritdoc/>
    public void Reset()
    {
        (_heldBack, _ahead, PositionFrames) = (null, effect.LatencyFrames, 0);
        effect.Reset();
    }

    /// <returns>The number of output samples, which are moved to the front.</returns>
    private int Work(Span<float> samples)
    {
        effect.Process(samples);
        int dropped = Math.Min(_ahead, samples.Length / channels);
        _ahead -= dropped;
        samples[(dropped * channels)..].CopyTo(samples);
        int frames = samples.Length / channels - dropped;
        PositionFrames += frames;
        return frames * channels;
    }
}
