namespace Audio.Core.Codecs.Flac;

/// <summary>
/// Reads the residuals of a subframe, RFC 9639 section 9.2.7. It stops where the bytes end and goes on there when more
/// have come.
/// </summary>
internal sealed class FlacResidual
{
    private enum Stage
    {
        Coding,
        Parameter,
        Rice,
        Raw,
    }

    private Stage _stage;
    private int _at; // the next sample
    private int _parameterBits;
    private int _order; // of the partitions: there are 2 to this power
    private int _partition;
    private int _parameter; // of Rice, or the bits of a raw number
    private uint _quotient;

    /// <summary>Begins a subframe.</summary>
    /// <param name="order">The samples in front of the residuals.</param>
    public void Start(int order) => (_stage, _at, _partition, _quotient) = (Stage.Coding, order, 0, 0);

    /// <summary>Reads as far as the bytes go.</summary>
    /// <param name="reader">Where the bytes begin that are not read yet.</param>
    /// <param name="samples">The subframe's.</param>
    public FlacFrameState Decode(ref FlacBitReader reader, Span<int> samples)
    {
        while (_stage == Stage.Coding || _at < samples.Length)
        {
            FlacFrameState state = _stage switch
            {
                Stage.Coding => ReadCoding(ref reader, samples.Length),
                Stage.Parameter => ReadParameter(ref reader),
                Stage.Rice => ReadRice(ref reader, samples),
                _ => ReadRaw(ref reader, samples),
            };
            if (state != FlacFrameState.Whole)
                return state;
        }
        return FlacFrameState.Whole;
    }

    private FlacFrameState ReadCoding(ref FlacBitReader reader, int blockSize)
    {
        if (reader.Remaining < 6)
            return FlacFrameState.Incomplete;
        uint method = reader.Read(2);
        _order = (int)reader.Read(4);
        _parameterBits = 4 + (int)method;
        _stage = Stage.Parameter;
        bool isValid = method < 2 && blockSize % (1 << _order) == 0 && blockSize >> _order >= _at;
        return isValid ? FlacFrameState.Whole : FlacFrameState.Damaged;
    }

    // A parameter of ones says that numbers follow as they are, and in how many bits. The checksum behind the last
    // subframe has more bits than that.
    private FlacFrameState ReadParameter(ref FlacBitReader reader)
    {
        if (reader.Remaining < _parameterBits + 5)
            return FlacFrameState.Incomplete;
        _parameter = (int)reader.Read(_parameterBits);
        _stage = Stage.Rice;
        if (_parameter == (1 << _parameterBits) - 1)
        {
            _parameter = (int)reader.Read(5);
            _stage = Stage.Raw;
        }
        _partition++;
        return FlacFrameState.Whole;
    }

    private FlacFrameState ReadRice(ref FlacBitReader reader, Span<int> samples)
    {
        int end = End(samples.Length);
        _at += reader.ReadRice(samples[_at..end], _parameter, ref _quotient, out bool isValid);
        if (!isValid)
            return FlacFrameState.Damaged;
        if (_at < end)
            return FlacFrameState.Incomplete;
        _stage = Stage.Parameter;
        return FlacFrameState.Whole;
    }

    private FlacFrameState ReadRaw(ref FlacBitReader reader, Span<int> samples)
    {
        int end = End(samples.Length);
        for (; _at < end; _at++)
        {
            if (reader.Remaining < _parameter)
                return FlacFrameState.Incomplete;
            samples[_at] = reader.ReadSigned(_parameter);
        }
        _stage = Stage.Parameter;
        return FlacFrameState.Whole;
    }

    private int End(int blockSize) => _partition * (blockSize >> _order);
}
