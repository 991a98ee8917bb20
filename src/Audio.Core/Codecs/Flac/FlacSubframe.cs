namespace Audio.Core.Codecs.Flac;

/// <summary>
/// Decodes one channel of a frame, RFC 9639 section 9.2. It stops where the bytes end and goes on there when more have
/// come.
/// </summary>
internal sealed class FlacSubframe
{
    private const int Verbatim = 1;
    private const int FirstFixed = 8;
    private const int FirstLinear = 32;

    private enum Stage
    {
        Header,
        WastedBits,
        Constant,
        Samples,
        Predictor,
        Coefficients,
        Residual,
    }

    private readonly FlacResidual _residual = new();
    private readonly int[] _coefficients = new int[32];

    private Stage _stage;
    private int _type;
    private int _bits; // of a stored sample
    private uint _zeros; // of the count of wasted bits
    private int _wasted;
    private int _order; // samples in front of the residuals
    private int _at; // the next of those
    private int _precision;
    private int _shift;

    /// <summary>Begins a channel.</summary>
    /// <param name="bits">The bits of its samples, at most 32.</param>
    public void Start(int bits) => (_stage, _bits, _zeros, _wasted, _at) = (Stage.Header, bits, 0, 0, 0);

    /// <summary>Decodes as far as the bytes go.</summary>
    /// <param name="reader">Where the bytes begin that are not read yet.</param>
    /// <param name="samples">The channel's, right when it is whole.</param>
    public FlacFrameState Decode(ref FlacBitReader reader, Span<int> samples)
    {
        while (true)
        {
            FlacFrameState state;
            switch (_stage)
            {
                case Stage.Header:
                    state = ReadHeader(ref reader, samples.Length);
                    break;
                case Stage.WastedBits:
                    state = ReadWastedBits(ref reader);
                    break;
                case Stage.Constant:
                    if (reader.Remaining < _bits)
                        return FlacFrameState.Incomplete;
                    samples.Fill(reader.ReadSigned(_bits) << _wasted);
                    return FlacFrameState.Whole;
                case Stage.Samples:
                    state = ReadSamples(ref reader, samples);
                    if (state == FlacFrameState.Whole && _type == Verbatim)
                        return Finish(samples);
                    break;
                case Stage.Predictor:
                    state = ReadPredictor(ref reader);
                    break;
                case Stage.Coefficients:
                    state = ReadCoefficients(ref reader);
                    break;
                default:
                    state = _residual.Decode(ref reader, samples);
                    if (state == FlacFrameState.Whole)
                        return Finish(samples);
                    break;
            }
            if (state != FlacFrameState.Whole)
                return state;
        }
    }

    private FlacFrameState ReadHeader(ref FlacBitReader reader, int blockSize)
    {
        if (reader.Remaining < 8)
            return FlacFrameState.Incomplete;
        _type = (int)reader.Read(7); // with the bit in front, which must be 0
        _order = _type switch
        {
            0 => 0,
            Verbatim => blockSize,
            >= FirstFixed and <= FirstFixed + 4 => _type - FirstFixed,
            >= FirstLinear and < 64 => _type - FirstLinear + 1,
            _ => int.MaxValue,
        };
        if (reader.Read(1) != 0)
            _stage = Stage.WastedBits;
        else
            _stage = _type == 0 ? Stage.Constant : Stage.Samples;
        return _order <= blockSize ? FlacFrameState.Whole : FlacFrameState.Damaged;
    }

    private FlacFrameState ReadWastedBits(ref FlacBitReader reader)
    {
        if (!reader.TryReadUnary(ref _zeros, 0))
            return FlacFrameState.Incomplete;
        if (_zeros + 1 >= _bits)
            return FlacFrameState.Damaged;
        _wasted = (int)_zeros + 1;
        _bits -= _wasted;
        _stage = _type == 0 ? Stage.Constant : Stage.Samples;
        return FlacFrameState.Whole;
    }

    private FlacFrameState ReadSamples(ref FlacBitReader reader, Span<int> samples)
    {
        for (; _at < _order; _at++)
        {
            if (reader.Remaining < _bits)
                return FlacFrameState.Incomplete;
            samples[_at] = reader.ReadSigned(_bits);
        }
        _residual.Start(_order);
        _stage = _type >= FirstLinear ? Stage.Predictor : Stage.Residual;
        return FlacFrameState.Whole;
    }

    private FlacFrameState ReadPredictor(ref FlacBitReader reader)
    {
        if (reader.Remaining < 9)
            return FlacFrameState.Incomplete;
        _precision = (int)reader.Read(4) + 1;
        _shift = reader.ReadSigned(5);
        _stage = Stage.Coefficients;
        return _precision < 16 && _shift >= 0 ? FlacFrameState.Whole : FlacFrameState.Damaged;
    }

    private FlacFrameState ReadCoefficients(ref FlacBitReader reader)
    {
        if (reader.Remaining < _order * _precision)
            return FlacFrameState.Incomplete;
        for (int i = 0; i < _order; i++)
            _coefficients[i] = reader.ReadSigned(_precision);
        _stage = Stage.Residual;
        return FlacFrameState.Whole;
    }

    private FlacFrameState Finish(Span<int> samples)
    {
        if (_type >= FirstLinear)
            FlacPrediction.Linear(_coefficients.AsSpan(0, _order), _precision, _shift, _bits, samples);
        else if (_type >= FirstFixed)
            FlacPrediction.Fixed(_order, samples);
        if (_wasted > 0)
        {
            foreach (ref int sample in samples)
                sample <<= _wasted;
        }
        return FlacFrameState.Whole;
    }
}
