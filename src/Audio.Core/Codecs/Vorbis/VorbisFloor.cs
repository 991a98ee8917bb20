using Audio.Protocol;

namespace Audio.Core.Codecs.Vorbis;

/// <summary>The rough shape of a spectrum, lines between points in decibels: floor 1 (Vorbis I, 7).</summary>
internal sealed class VorbisFloor
{
    /// <summary>The most points: 31 partitions of up to 8 would be more, but the format forbids it.</summary>
    public const int MaxPoints = 65;

    private const int MaxClasses = 16;
    private const double DecibelsPerStep = 140.0 / 256; // of the table of 10.1, whose last value is 0 dB

    private static readonly float[] Factors = MakeFactors();

    private readonly byte[] _partitions; // the class of each
    private readonly PointClass[] _classes = new PointClass[MaxClasses];
    private readonly int _multiplier;
    private readonly int _range;
    private readonly int[] _x;
    private readonly int[] _order; // of the points, from left to right
    private readonly int[] _low; // the nearest point to the left of those before
    private readonly int[] _high; // and to the right

    /// <summary>Reads a floor.</summary>
    /// <param name="bits">The setup header.</param>
    /// <param name="books">Its codebooks.</param>
    /// <exception cref="ProtocolException">It is damaged, or of type 0.</exception>
    public VorbisFloor(ref VorbisBits bits, VorbisCodebook[] books)
    {
        uint type = bits.Read(16);
        if (type == 0)
        {
            throw new ProtocolException(
                ProtocolErrorCode.Unsupported,
                "This Vorbis stream has floors of type 0, which no encoder has written since 2001; encode it anew."
            );
        }

        if (type != 1)
            throw VorbisSetup.Malformed($"it has a floor of type {type}");
        _partitions = new byte[bits.Read(5)];
        int classes = 0;
        for (int i = 0; i < _partitions.Length; i++)
        {
            _partitions[i] = (byte)bits.Read(4);
            classes = Math.Max(classes, _partitions[i] + 1);
        }

        for (int i = 0; i < classes; i++)
            _classes[i] = new PointClass(ref bits, books);
        _multiplier = (int)bits.Read(2) + 1;
        _range = _multiplier switch
        {
            1 => 256,
            2 => 128,
            3 => 86,
            _ => 64,
        };
        int rangeBits = (int)bits.Read(4);
        int points = 2 + _partitions.Sum(partition => _classes[partition].Dimensions);
        if (points > MaxPoints)
            throw VorbisSetup.Malformed($"a floor has {points} points");
        _x = new int[points];
        _x[1] = 1 << rangeBits;
        for (int i = 2; i < points; i++)
            _x[i] = (int)bits.Read(rangeBits);
        if (_x.Distinct().Count() != points)
            throw VorbisSetup.Malformed("a floor has two points at one place");
        _order = [.. Enumerable.Range(0, points).OrderBy(i => _x[i])];
        _low = [.. Enumerable.Range(0, points).Select(i => Neighbour(i, isBelow: true))];
        _high = [.. Enumerable.Range(0, points).Select(i => Neighbour(i, isBelow: false))];
    }

    /// <summary>Reads a floor's points (7.2.3).</summary>
    /// <param name="bits">The packet.</param>
    /// <param name="points">The room for <see cref="MaxPoints"/>.</param>
    /// <returns>Whether there is something to hear.</returns>
    public bool Read(ref VorbisBits bits, Span<int> points)
    {
        if (!bits.ReadFlag())
            return false;
        int yBits = VorbisSetup.BitsOf(_range - 1);
        points[0] = (int)bits.Read(yBits);
        points[1] = (int)bits.Read(yBits);
        int next = 2;
        foreach (byte partition in _partitions)
        {
            if (!_classes[partition].Read(ref bits, points.Slice(next, _classes[partition].Dimensions)))
                return false;
            next += _classes[partition].Dimensions;
        }

        return !bits.IsOver;
    }

    /// <summary>Multiplies a spectrum by the shape (7.2.4).</summary>
    /// <param name="points">What <see cref="Read"/> gave; used up.</param>
    /// <param name="spectrum">Half a block.</param>
    public void Apply(Span<int> points, Span<float> spectrum)
    {
        Span<bool> isSet = stackalloc bool[MaxPoints];
        isSet.Clear();
        Unwrap(points, isSet);
        int left = 0;
        int y = Level(points[0]);
        foreach (int i in _order.AsSpan(1))
        {
            if (!isSet[i])
                continue;
            int level = Level(points[i]);
            Line(left, y, _x[i], level, spectrum);
            left = _x[i];
            y = level;
        }

        if (left < spectrum.Length)
            Line(left, y, spectrum.Length, y, spectrum);
    }

    // Each point is coded as a difference to the line between its neighbours, folded so that small ones come first.
    private void Unwrap(Span<int> points, Span<bool> isSet)
    {
        isSet[0] = true;
        isSet[1] = true;
        for (int i = 2; i < _x.Length; i++)
        {
            int low = _low[i];
            int high = _high[i];
            int predicted = PointOf(_x[low], points[low], _x[high], points[high], _x[i]);
            int value = points[i];
            points[i] = predicted;
            if (value == 0)
                continue;
            isSet[low] = true;
            isSet[high] = true;
            isSet[i] = true;
            int above = _range - predicted;
            int below = predicted;
            if (value >= 2 * Math.Min(above, below))
                points[i] = above > below ? value - below + predicted : predicted - value + above - 1;
            else
                points[i] = (value & 1) != 0 ? predicted - (value + 1) / 2 : predicted + value / 2;
            points[i] = Math.Clamp(points[i], 0, _range - 1);
        }
    }

    private int Level(int point) => Math.Clamp(point * _multiplier, 0, Factors.Length - 1);

    // 9.2.6
    private static int PointOf(int x0, int y0, int x1, int y1, int x)
    {
        int offset = Math.Abs(y1 - y0) * (x - x0) / (x1 - x0);
        return y1 < y0 ? y0 - offset : y0 + offset;
    }

    // 9.2.7
    private static void Line(int x0, int y0, int x1, int y1, Span<float> spectrum)
    {
        int width = x1 - x0;
        int whole = (y1 - y0) / width;
        int step = whole + (y1 < y0 ? -1 : 1);
        int part = Math.Abs(y1 - y0) - Math.Abs(whole) * width;
        int error = 0;
        int y = y0;
        Span<float> reached = x0 < spectrum.Length ? spectrum[x0..Math.Min(x1, spectrum.Length)] : [];
        for (int i = 0; i < reached.Length; i++)
        {
            reached[i] *= Factors[y];
            error += part;
            if (error >= width)
            {
                error -= width;
                y += step;
            }
            else
            {
                y += whole;
            }
        }
    }

    private int Neighbour(int point, bool isBelow)
    {
        int found = isBelow ? 0 : 1;
        for (int i = 2; i < point; i++)
        {
            bool isNearer = isBelow ? _x[i] > _x[found] && _x[i] < _x[point] : _x[i] < _x[found] && _x[i] > _x[point];
            if (isNearer)
                found = i;
        }

        return found;
    }

    private static float[] MakeFactors()
    {
        float[] factors = new float[256];
        for (int i = 0; i < factors.Length; i++)
            factors[i] = (float)Math.Pow(10, (i - 255) * DecibelsPerStep / 20);
        return factors;
    }

    /// <summary>How the points of a partition are coded.</summary>
    private readonly struct PointClass
    {
        private readonly VorbisCodebook? _master; // says which of the books each point is coded with
        private readonly int _masterBits;
        private readonly VorbisCodebook?[] _books;

        public PointClass(ref VorbisBits bits, VorbisCodebook[] books)
        {
            Dimensions = (int)bits.Read(3) + 1;
            _masterBits = (int)bits.Read(2);
            _master = _masterBits > 0 ? VorbisSetup.At(books, bits.Read(8), "codebook") : null;
            _books = new VorbisCodebook?[1 << _masterBits];
            for (int i = 0; i < _books.Length; i++)
            {
                uint number = bits.Read(8);
                _books[i] = number == 0 ? null : VorbisSetup.At(books, number - 1, "codebook");
            }
        }

        public int Dimensions { get; }

        public bool Read(ref VorbisBits bits, Span<int> points)
        {
            int choice = _master?.ReadEntry(ref bits) ?? 0;
            if (choice < 0)
                return false;
            foreach (ref int point in points)
            {
                point = _books[choice & (_books.Length - 1)]?.ReadEntry(ref bits) ?? 0;
                if (point < 0)
                    return false;
                choice >>= _masterBits;
            }

            return true;
        }
    }
}
