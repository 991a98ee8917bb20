namespace Audio.Core.Buffers;

/// <summary>
/// What a stream sounds like behind its last published sample if nothing more comes in time. The producer replaces it
/// with each chunk; the consumer reads of it only where samples are missing. A sample has its place in the stream here
/// as in the buffer, so the true samples go on wherever the consumer left off: what was read of this is never played
/// again, and nothing is shifted.
/// </summary>
/// <remarks>
/// Three slots: the producer fills one, the consumer reads another, and each exchanges its own for the third. Nobody
/// waits, nothing tears.
/// </remarks>
internal sealed class ProvisionalTail(int samples)
{
    // Exchanged.
    private Slot _latest = new(samples);

    // Producer only.
    private Slot _filling = new(samples);

    // Consumer only.
    private Slot _reading = new(samples);

    /// <summary>Where the next tail goes. Producer.</summary>
    public Span<float> Room => _filling.Samples;

    /// <summary>Publishes so many samples of <see cref="Room"/>. Producer.</summary>
    /// <param name="start">The place of the first in the stream.</param>
    /// <param name="count">How many.</param>
    public void Publish(long start, int count)
    {
        (_filling.Start, _filling.Count, _filling.IsNew) = (start, count, true);
        _filling = Interlocked.Exchange(ref _latest, _filling);
    }

    /// <summary>
    /// The samples from a place on; empty where the tail does not reach. Valid until the next call. Consumer.
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
