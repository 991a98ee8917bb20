namespace Audio.Core.Effects;

/// <summary>Stages one after the other, with a small buffer behind each but the last.</summary>
internal sealed class SeriesStreamEffect : IStreamEffect
{
    private const int BufferSamples = 2_048;

    // Immutable.
    private readonly IStreamEffect[] _stages;

    // One thread.
    private readonly Link[] _links; // _links[i] lies behind stage i
    private int _flushed;           // stages that have given all
    private bool _flushing;

    /// <summary>Makes a series; without stages it hands through what it gets.</summary>
    public SeriesStreamEffect(IStreamEffect[] stages, int channels)
    {
        _stages = stages.Length > 0 ? stages : [new InPlaceStage(new SeriesEffect([]), channels)];
        _links = [.. _stages.Skip(1).Select(static _ => new Link(new float[BufferSamples]))];
        LatencyFrames = _stages.Sum(static stage => stage.LatencyFrames);
    }

    /// <inheritdoc/>
    public int LatencyFrames { get; }

    /// <inheritdoc/>
    public void Process(ReadOnlySpan<float> input, Span<float> output, out int samplesConsumed, out int samplesWritten)
    {
        if (_flushing) throw new InvalidOperationException("The stream has been flushed; call Reset before the next one.");
        samplesConsumed = 0;
        samplesWritten = 0;
        while (Move(input, output, ref samplesConsumed, ref samplesWritten))
        {
            // Until nothing moves any more.
        }
    }

    /// <inheritdoc/>
    public bool Flush(Span<float> output, out int samplesWritten)
    {
        _flushing = true;
        samplesWritten = 0;
        int none = 0;
        while (true)
        {
            while (Move([], output, ref none, ref samplesWritten))
            {
                // What lies in front of a stage goes through it before it is flushed.
            }

            if (_flushed == _stages.Length) return true;
            if (_flushed > 0 && !_links[_flushed - 1].IsEmpty) return false;
            bool isLast = _flushed == _links.Length;
            bool done = _stages[_flushed].Flush(isLast ? output[samplesWritten..] : _links[_flushed].Room, out int written);
            if (isLast) samplesWritten += written;
            else _links[_flushed].Fill(written);
            if (done) _flushed++;
            else if (written == 0) return false;
        }
    }

    /// <inheritdoc/>
    public void Reset()
    {
        foreach (IStreamEffect stage in _stages) stage.Reset();
        foreach (Link link in _links) link.Clear();
        (_flushed, _flushing) = (0, false);
    }

    /// <summary>Each stage that is not flushed works once.</summary>
    /// <returns>Whether anything moved.</returns>
    private bool Move(ReadOnlySpan<float> input, Span<float> output, ref int consumed, ref int written)
    {
        bool moved = false;
        for (int i = _flushed; i < _stages.Length; i++)
        {
            ReadOnlySpan<float> source = i == 0 ? input[consumed..] : _links[i - 1].Held;
            Span<float> target = i == _links.Length ? output[written..] : _links[i].Room;
            _stages[i].Process(source, target, out int taken, out int made);
            if (i == 0) consumed += taken;
            else _links[i - 1].Take(taken);
            if (i == _links.Length) written += made;
            else _links[i].Fill(made);
            moved |= taken + made > 0;
        }

        return moved;
    }

    /// <summary>Samples between two stages: filled when empty, and then taken.</summary>
    private sealed class Link(float[] samples)
    {
        private int _start;
        private int _end;

        public bool IsEmpty => _start == _end;

        public ReadOnlySpan<float> Held => samples.AsSpan(_start.._end);

        public Span<float> Room => IsEmpty ? samples : default;

        public void Fill(int count)
        {
            if (count > 0) (_start, _end) = (0, count);
        }

        public void Take(int count) => _start += count;

        public void Clear() => (_start, _end) = (0, 0);
    }
}
