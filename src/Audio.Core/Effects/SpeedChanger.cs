namespace Audio.Core.Effects;

/// <summary>
/// Changes the speed at the same pitch, by WSOLA: W. Verhelst and M. Roelands, "An overlap-add technique based on
/// waveform similarity (WSOLA) for high quality time-scale modification of speech" (ICASSP 1993). The output consists
/// of pieces of the input of length <see cref="Piece"/>. Each is taken within <see cref="Search"/> of its nominal
/// position, where the input is most similar to what would have followed the previous piece, and is cross-faded with
/// that. Exactly <c>round(inputFrames / speed)</c> frames come out; at speed 1 they are the input, bit for bit.
/// </summary>
/// <remarks>The first piece comes out as it comes in, so a start is not delayed.</remarks>
internal sealed class SpeedChanger : IStreamEffect
{
    /// <summary>The lowest speed.</summary>
    public const double MinSpeed = 0.5;

    /// <summary>The highest speed.</summary>
    public const double MaxSpeed = 3;

    /// <summary>Longer than a pitch period of a voice, shorter than a phoneme.</summary>
    public static readonly TimeSpan Piece = TimeSpan.FromMilliseconds(15);

    /// <summary>In both directions: a whole period of 50 Hz fits into it.</summary>
    public static readonly TimeSpan Search = TimeSpan.FromMilliseconds(10);

    // Immutable.
    private readonly double _speed;
    private readonly int _channels;
    private readonly int _pieceFrames;
    private readonly WsolaMatcher _matcher;
    private readonly float[] _fadeIn;

    // One thread.
    private readonly WsolaInput _input;
    private readonly float[] _piece; // produced and not yet written
    private int _pieceStart; // in samples
    private int _pieceEnd;
    private long _copied; // input frames that were copied unchanged
    private long _pieces; // complete pieces, including the copied first one
    private long _last; // the position of the last piece, in input frames
    private long _given; // frames written
    private long? _total; // total frames to write; known at the end

    /// <summary>Creates the effect for one stream.</summary>
    /// <param name="speed"><see cref="MinSpeed"/> to <see cref="MaxSpeed"/>; 2 takes half the time.</param>
    /// <param name="sampleRate">In hertz, at least 8,000.</param>
    /// <param name="channels">1 or 2, which stay in phase.</param>
    public SpeedChanger(double speed, int sampleRate, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(speed, MinSpeed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(speed, MaxSpeed);
        _speed = speed;
        _channels = channels;
        _pieceFrames = Frames(Piece, sampleRate);
        int searchFrames = Frames(Search, sampleRate);
        _matcher = new WsolaMatcher(_pieceFrames, searchFrames);
        _input = new WsolaInput(channels, InputSpan(sampleRate), padding: WsolaMatcher.Padding);
        _piece = new float[_pieceFrames * channels];
        _fadeIn =
        [
            .. Enumerable
                .Range(0, _pieceFrames)
                .Select(i => (float)(0.5 - 0.5 * Math.Cos(Math.PI * (i + 0.5) / _pieceFrames))),
        ];
        LatencyFrames = Math.Max(_pieceFrames + searchFrames, (int)Math.Ceiling(_pieceFrames * speed));
    }

    /// <summary>The bytes of its buffers.</summary>
    public static long Memory(int sampleRate, int channels)
    {
        long piece = Frames(Piece, sampleRate) * (1L + channels); // with the fade
        return piece * sizeof(float)
            + WsolaMatcher.Memory(Frames(Search, sampleRate))
            + WsolaInput.Memory(channels, InputSpan(sampleRate), WsolaMatcher.Padding);
    }

    /// <inheritdoc/>
    public int LatencyFrames { get; }

    /// <inheritdoc/>
    public long PositionFrames => Math.Min((long)Math.Round(_given * _speed), _input.Frames);

    /// <inheritdoc/>
    public double MaxStretch => Math.Max(1, 1 / _speed);

    /// <inheritdoc/>
    public void Process(ReadOnlySpan<float> input, Span<float> output, out int samplesConsumed, out int samplesWritten)
    {
        if (_total is not null)
            throw new InvalidOperationException("The stream has been flushed; call Reset before the next one.");
        samplesConsumed = 0;
        samplesWritten = 0;
        while (Give(output, ref samplesWritten))
        {
            if (MakePiece())
                continue;
            int taken = _input.Accept(input[samplesConsumed..], KeepFrom);
            if (taken == 0)
                return;
            samplesConsumed += taken * _channels;
        }
    }

    /// <inheritdoc/>
    public bool Flush(Span<float> output, out int samplesWritten)
    {
        _total ??= (long)Math.Round(_input.Frames / _speed);
        samplesWritten = 0;
        while (Give(output, ref samplesWritten))
        {
            if (_given == _total)
                return true;
            if (!MakePiece())
                _input.AcceptSilence(KeepFrom);
        }

        return _given == _total;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _input.Clear();
        (_pieceStart, _pieceEnd, _copied, _pieces, _last, _given, _total) = (0, 0, 0, 0, 0, 0, null);
    }

    private static int InputSpan(int sampleRate) =>
        (int)(Frames(Piece, sampleRate) * (MaxSpeed + 2)) + 4 * Frames(Search, sampleRate);

    private static int Frames(TimeSpan time, int sampleRate) => (int)(time.TotalSeconds * sampleRate);

    private bool IsCopying => _speed == 1 || _copied < _pieceFrames;

    /// <summary>The first frame still needed.</summary>
    private long KeepFrom =>
        _speed == 1 ? _copied
        : IsCopying ? 0
        : Math.Max(0, Math.Min(_last + _pieceFrames, Nominal - _matcher.SearchFrames));

    /// <summary>The nominal position of the next piece.</summary>
    private long Nominal => (long)Math.Round(_pieces * _pieceFrames * _speed);

    /// <summary>The total output if the stream ended here, which must not be exceeded.</summary>
    private long DueFrames => _total ?? (long)(_input.Frames / _speed);

    /// <returns>Whether everything produced has been written.</returns>
    private bool Give(Span<float> output, ref int samplesWritten)
    {
        int left = _pieceEnd - _pieceStart;
        if (_total is { } total)
            left = (int)Math.Min(left, (total - _given) * _channels);
        int samples = Math.Min(left, (output.Length - samplesWritten) / _channels * _channels);
        _piece.AsSpan(_pieceStart, samples).CopyTo(output[samplesWritten..]);
        samplesWritten += samples;
        _pieceStart += samples;
        _given += samples / _channels;
        return samples == left;
    }

    /// <returns>Whether there is enough input for another piece.</returns>
    private bool MakePiece() => IsCopying ? CopyPiece() : MatchPiece();

    private bool CopyPiece()
    {
        long left = _speed == 1 ? _pieceFrames : _pieceFrames - _copied;
        int frames = (int)Math.Min(left, Math.Min(_input.End, DueFrames) - _copied);
        if (frames == 0)
            return false;
        _input.Frame(_copied)[..(frames * _channels)].CopyTo(_piece);
        (_pieceStart, _pieceEnd) = (0, frames * _channels);
        _copied += frames;
        if (!IsCopying)
            _pieces = 1;
        return true;
    }

    private bool MatchPiece()
    {
        long next = _last + _pieceFrames; // what would have followed the last piece
        long nominal = Nominal;
        if (_input.End < Math.Max(nominal + _matcher.SearchFrames, next) + _pieceFrames)
            return false;
        if ((_pieces + 1) * _pieceFrames > DueFrames && _total is null)
            return false;

        long first = Math.Max(0, nominal - _matcher.SearchFrames);
        long last = nominal + _matcher.SearchFrames;
        if (_total is { } total)
        {
            // Not into the silence after the end, as long as there is sound to take.
            last = Math.Max(0, Math.Min(last, _input.Frames - Math.Min(_pieceFrames, total - _given)));
            first = Math.Min(first, last);
        }

        int lag = _matcher.BestLag(
            _input.Mono(next)[.._pieceFrames],
            _input.Mono(first),
            (int)(last - first + 1),
            (int)(nominal - first)
        );
        _last = first + lag;
        Blend(_input.Frame(next), _input.Frame(_last));
        _pieces++;
        return true;
    }

    private void Blend(ReadOnlySpan<float> from, ReadOnlySpan<float> to)
    {
        for (int i = 0; i < _piece.Length; i++)
            _piece[i] = from[i] + _fadeIn[i / _channels] * (to[i] - from[i]);
        (_pieceStart, _pieceEnd) = (0, _piece.Length);
    }
}
