namespace Audio.Core.Effects;

/// <summary>Stream effects in series, with a small buffer after each but the last.</summary>
internal sealed class SeriesStreamEffect : IStreamEffect, IHoldingEffect, IPreviewEffect
{
    /// <summary>The bytes of the buffers between a stage and the next.</summary>
    public const long LinkMemory = BufferSamples * sizeof(float) + FrameMap.Memory + 256;

    private const int BufferSamples = 512; // small, because positions are updated after each pass

    // Immutable.
    private readonly IStreamEffect[] _stages;
    private readonly IHoldingEffect[] _holding;

    // One thread.
    private readonly Link[] _links; // _links[i] follows stage i
    private readonly FrameMap[] _maps; // of each stage but the last
    private readonly int _channels;
    private int _flushed; // stages that have been flushed completely
    private int _working; // the first stage that still accepts input
    private bool _flushing;

    /// <summary>Creates a series; without stages it passes samples through.</summary>
    public SeriesStreamEffect(IStreamEffect[] stages, int channels)
    {
        _stages = stages.Length > 0 ? stages : [new InPlaceStage(new SeriesEffect([]), channels)];
        _channels = channels;
        _holding = [.. _stages.OfType<IHoldingEffect>()];
        _links = [.. _stages.Skip(1).Select(static _ => new Link(new float[BufferSamples]))];
        _maps = [.. _links.Select(static _ => new FrameMap())];
        LatencyFrames = _stages.Sum(static stage => stage.LatencyFrames);
        MaxStretch = _stages.Aggregate(1.0, static (stretch, stage) => stretch * stage.MaxStretch);
        MaxWait = _holding.Aggregate(TimeSpan.Zero, static (wait, stage) =>
            stage.MaxWait > wait ? stage.MaxWait : wait
        );
    }

    /// <inheritdoc/>
    public int LatencyFrames { get; }

    /// <inheritdoc/>
    public double MaxStretch { get; }

    /// <inheritdoc/>
    public TimeSpan MaxWait { get; }

    /// <inheritdoc/>
    public bool IsHolding => Array.Exists(_holding, static stage => stage.IsHolding);

    /// <inheritdoc/>
    public long PositionFrames
    {
        get
        {
            long frame = _stages[^1].PositionFrames;
            for (int i = _maps.Length - 1; i >= 0; i--)
                frame = _maps[i].ToInput(frame);
            return frame;
        }
    }

    /// <inheritdoc/>
    public void Hurry()
    {
        foreach (IHoldingEffect stage in _holding)
            stage.Hurry();
    }

    /// <inheritdoc/>
    public void Process(ReadOnlySpan<float> input, Span<float> output, out int samplesConsumed, out int samplesWritten)
    {
        if (_flushing)
            throw new InvalidOperationException("The stream has been flushed; call Reset before the next one.");
        samplesConsumed = 0;
        samplesWritten = 0;
        while (Move(input, output, ref samplesConsumed, ref samplesWritten))
        {
            // Until nothing moves.
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
                // Drain the buffer before a stage through it, then flush the stage.
            }

            if (_flushed == _stages.Length)
                return true;
            if (_flushed > 0 && !_links[_flushed - 1].IsEmpty)
                return false;
            bool isLast = _flushed == _links.Length;
            _working = _flushed + 1;
            bool done = _stages[_flushed]
                .Flush(isLast ? output[samplesWritten..] : _links[_flushed].Room, out int written);
            if (isLast)
                samplesWritten += written;
            else
                Fill(_flushed, written);
            if (done)
                _flushed++;
            else if (isLast || written == 0)
                return false;
        }
    }

    /// <inheritdoc/>
    public int? Preview(Span<float> samples)
    {
        foreach (IStreamEffect stage in _stages)
        {
            if ((stage as IPreviewEffect)?.Preview(samples) is not { } left)
                return null;
            samples = samples[..left];
        }

        return Array.TrueForAll(_links, static link => link.IsEmpty) ? samples.Length : null;
    }

    /// <inheritdoc/>
    public void Rest()
    {
        foreach (IStreamEffect stage in _stages)
            (stage as IPreviewEffect)?.Rest();
    }

    /// <inheritdoc/>
    public void Reset()
    {
        foreach (IStreamEffect stage in _stages)
            stage.Reset();
        foreach (Link link in _links)
            link.Clear();
        foreach (FrameMap map in _maps)
            map.Clear();
        (_flushed, _working, _flushing) = (0, 0, false);
    }

    /// <summary>Runs each stage that is not being flushed once.</summary>
    /// <returns>Whether anything moved.</returns>
    private bool Move(ReadOnlySpan<float> input, Span<float> output, ref int consumed, ref int written)
    {
        bool moved = false;
        for (int i = _working; i < _stages.Length; i++)
        {
            ReadOnlySpan<float> source = i == 0 ? input[consumed..] : _links[i - 1].Held;
            Span<float> target = i == _links.Length ? output[written..] : _links[i].Room;
            _stages[i].Process(source, target, out int taken, out int made);
            if (i == 0)
                consumed += taken;
            else
                _links[i - 1].Take(taken);
            if (i == _links.Length)
                written += made;
            else
                Fill(i, made);
            moved |= taken + made > 0;
        }

        return moved;
    }

    private void Fill(int stage, int samples)
    {
        _links[stage].Fill(samples);
        _maps[stage].Add(_maps[stage].Output + samples / _channels, _stages[stage].PositionFrames);
    }

    /// <summary>The buffer between two stages: filled when empty, then drained.</summary>
    private sealed class Link(float[] samples)
    {
        private int _start;
        private int _end;

        public bool IsEmpty => _start == _end;

        public ReadOnlySpan<float> Held => samples.AsSpan(_start.._end);

        public Span<float> Room => IsEmpty ? samples : default;

        public void Fill(int count)
        {
            if (count > 0)
                (_start, _end) = (0, count);
        }

        public void Take(int count) => _start += count;

        public void Clear() => (_start, _end) = (0, 0);
    }
}
