using System.Numerics;

namespace Audio.Core.Codecs.Vorbis;

/// <summary>
/// The inverse MDCT of one size of block. Its output has half a block of distinct numbers, those of a DCT-IV; the other
/// half mirrors them. The DCT-IV of M numbers is an FFT of M/2 complex ones between two rotations.
/// </summary>
internal sealed class VorbisTransform
{
    private readonly int _half;
    private readonly Complex32[] _rotations;
    private readonly Complex32[] _roots; // of each stage of the FFT, one after another
    private readonly int[] _reversed; // the places of the FFT's input
    private readonly Complex32[] _work;

    /// <summary>Makes the tables.</summary>
    /// <param name="block">Samples of a block: a power of two, at least 64.</param>
    public VorbisTransform(int block)
    {
        _half = block / 2;
        int size = block / 4;
        int bits = BitOperations.Log2((uint)size);
        _rotations = new Complex32[size];
        _reversed = new int[size];
        _work = new Complex32[size];
        for (int i = 0; i < size; i++)
        {
            _rotations[i] = Complex32.Turn(-Math.PI * (8 * i + 1) / (8 * _half));
            for (int bit = 0; bit < bits; bit++)
                _reversed[i] |= ((i >> bit) & 1) << (bits - 1 - bit);
        }

        _roots = new Complex32[size];
        for (int width = 1; width < size; width *= 2)
        {
            for (int i = 0; i < width; i++)
                _roots[width + i] = Complex32.Turn(-Math.PI * i / width);
        }
    }

    /// <summary>
    /// The samples of the block's window shape where it overlaps another of the same size: rising (Vorbis I, 4.3.1).
    /// </summary>
    /// <param name="block">Samples of the shorter of both blocks.</param>
    public static float[] Slope(int block)
    {
        float[] slope = new float[block / 2];
        for (int i = 0; i < slope.Length; i++)
        {
            double sine = Math.Sin((i + 0.5) / slope.Length * Math.PI / 2);
            slope[i] = (float)Math.Sin(Math.PI / 2 * sine * sine);
        }

        return slope;
    }

    /// <summary>Transforms a spectrum in place, to the DCT-IV of it.</summary>
    /// <param name="numbers">Half a block.</param>
    public void Invert(Span<float> numbers)
    {
        Complex32[] work = _work;
        for (int i = 0; i < work.Length; i++)
        {
            var pair = new Complex32(numbers[2 * i], numbers[_half - 1 - 2 * i]);
            work[_reversed[i]] = pair * _rotations[i];
        }

        Transform(work);
        for (int i = 0; i < work.Length; i++)
        {
            Complex32 turned = work[i] * _rotations[i];
            numbers[2 * i] = turned.Real;
            numbers[_half - 1 - 2 * i] = -turned.Imaginary;
        }
    }

    private void Transform(Complex32[] work)
    {
        for (int i = 0; i < work.Length; i += 4)
            TransformFour(work.AsSpan(i, 4));
        for (int width = 4; width < work.Length; width *= 2)
        {
            ReadOnlySpan<Complex32> roots = _roots.AsSpan(width, width);
            for (int start = 0; start < work.Length; start += 2 * width)
            {
                Span<Complex32> low = work.AsSpan(start, width);
                Span<Complex32> high = work.AsSpan(start + width, width);
                for (int i = 0; i < roots.Length && i < low.Length && i < high.Length; i++)
                {
                    Complex32 turned = high[i] * roots[i];
                    high[i] = low[i] - turned;
                    low[i] += turned;
                }
            }
        }
    }

    // Two stages, whose roots are 1 and -i.
    private static void TransformFour(Span<Complex32> four)
    {
        Complex32 a = four[0] + four[1];
        Complex32 b = four[0] - four[1];
        Complex32 c = four[2] + four[3];
        Complex32 d = four[2] - four[3];
        var turned = new Complex32(d.Imaginary, -d.Real);
        four[0] = a + c;
        four[1] = b + turned;
        four[2] = a - c;
        four[3] = b - turned;
    }

    private readonly record struct Complex32(float Real, float Imaginary)
    {
        public static Complex32 Turn(double angle) => new((float)Math.Cos(angle), (float)Math.Sin(angle));

        public static Complex32 operator +(Complex32 a, Complex32 b) => new(a.Real + b.Real, a.Imaginary + b.Imaginary);

        public static Complex32 operator -(Complex32 a, Complex32 b) => new(a.Real - b.Real, a.Imaginary - b.Imaginary);

        public static Complex32 operator *(Complex32 a, Complex32 b) =>
            new(a.Real * b.Real - a.Imaginary * b.Imaginary, a.Real * b.Imaginary + a.Imaginary * b.Real);
    }
}
