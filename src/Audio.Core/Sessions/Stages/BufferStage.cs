using Audio.Core.Buffers;

namespace Audio.Core.Sessions.Stages;

/// <summary>The last stage, which writes into the jitter buffer.</summary>
internal sealed class BufferStage(JitterBuffer buffer) : IMixRateStage
{
    /// <inheritdoc/>
    public long FreeFrames => buffer.FreeFrames;

    /// <inheritdoc/>
    public bool IsHolding => false;

    /// <inheritdoc/>
    public Span<float> GetSpan() => buffer.GetSpan();

    /// <inheritdoc/>
    public void Advance(int samples) => buffer.Advance(samples);

    /// <inheritdoc/>
    public bool Drain() => true;

    /// <inheritdoc/>
    public bool LetOut() => true;

    /// <inheritdoc/>
    public bool BeginAnew() => true;

    /// <inheritdoc/>
    public bool Preview(Span<float> samples, out int made)
    {
        made = samples.Length;
        return true;
    }

    /// <inheritdoc/>
    public bool Flush() => true;
}
