namespace Audio.Core.Buffers;

/// <summary>
/// What a stream sounds like after its last published sample if nothing more arrives in time. The producer replaces it
/// with each chunk; the consumer reads it only where real samples are missing. Its samples have the same positions in
/// the stream as those in the buffer, so the real samples continue wherever the consumer left off: nothing is played
/// twice, and nothing is shifted.
/// </summary>
/// <remarks>
/// A triple buffer: the producer fills one slot, the consumer reads another, and each swaps its own for the third.
/// Nobody waits, and no read is torn.
/// </remarks>
internal sealed class ProvisionalTail(int samples)
{
    // Exchanged.
    private Slot _latest = new(samples);

    // Producer only.
    private Slot _filling = new(samples);

    // Consumer only.
    private Slot _reading = new(samples);

    /// <summary>The space for the next tail. Producer.</summary>
    public Span<float> Room => _filling.Samples;

    /// <summary>Publishes the first samples of <see cref="Room"/>. Producer.</summary>
    /// <param name="start">The position of the first sample in the stream.</param>
    /// <param name="count">How many.</param>
    public void Publish(long start, int count)
    {
        (_filling.Start, _filling.Count, _filling.IsNew) = (start, count, true);
        _filling = Interlocked.Exchange(ref _latest, _filling);
    }

    /// <summary>
    /// The samples from a position on; empty if the tail does not cover it. Valid until the next call. Consumer.
    /// </summary>
    public ReadOnlySpan<float> From(long place)
    {
        if (Volatile.Read(ref _latest).IsNew)
        {
            _reading.IsNew = false;
            _reading = Interlocked.Exchange(ref _latest, _reading);
        }

        long first = place - _reading.Start;
        return first >= 0 && first < _reading.Count
            ? _reading.Samples.AsSpan((int)first, _reading.Count - (int)first)
            : [];
    }

    private sealed class Slot(int samples)
    {
        public readonly float[] Samples = new float[samples];
        public long Start;
        public int Count;
        public bool IsNew;
    }
}
