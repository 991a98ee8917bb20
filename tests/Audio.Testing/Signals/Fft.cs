using System.Numerics;

namespace Audio.Testing.Signals;

/// <summary>The discrete Fourier transform of a power of two points (Cooley and Tukey, radix 2, in place).</summary>
public static class Fft
{
    /// <summary>The smallest power of two with at least this many points.</summary>
    public static int Size(int points) => (int)BitOperations.RoundUpToPowerOf2((uint)points);

    /// <summary>Transforms in place.</summary>
    public static void Forward(Span<Complex> data) => Transform(data, -1);

    /// <summary>Transforms back in place, scaled to invert <see cref="Forward"/>.</summary>
    public static void Inverse(Span<Complex> data)
    {
        Transform(data, 1);
        foreach (ref Complex value in data)
            value /= data.Length;
    }

    private static void Transform(Span<Complex> data, int sign)
    {
        if (!BitOperations.IsPow2(data.Length))
            throw new ArgumentException($"{data.Length} is no power of two.", nameof(data));
        for (int i = 1, j = 0; i < data.Length; i++)
        {
            int bit = data.Length >> 1;
            for (; (j & bit) != 0; bit >>= 1)
                j ^= bit;
            j ^= bit;
            if (i < j)
                (data[i], data[j]) = (data[j], data[i]);
        }

        for (int length = 2; length <= data.Length; length <<= 1)
        {
            // Each factor is computed directly, not by repeated multiplication: its error must stay far below what is
            // measured.
            var factors = new Complex[length / 2];
            for (int k = 0; k < factors.Length; k++)
                factors[k] = Complex.FromPolarCoordinates(1, sign * 2 * Math.PI * k / length);
            for (int start = 0; start < data.Length; start += length)
            {
                for (int k = 0; k < factors.Length; k++)
                {
                    Complex even = data[start + k];
                    Complex odd = data[start + k + factors.Length] * factors[k];
                    data[start + k] = even + odd;
                    data[start + k + factors.Length] = even - odd;
                }
            }
        }
    }
}
