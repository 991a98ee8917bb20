using System.Numerics;

namespace Audio.Testing.Signals;

/// <summary>
/// How close a signal is to its reference: the power of the reference divided by the power of the difference, in
/// decibels.
/// </summary>
public static class SignalToError
{
    private const int BlockLength = 1 << 15;

    /// <summary>Over all frequencies.</summary>
    public static double Db(ReadOnlySpan<float> actual, ReadOnlySpan<float> reference)
    {
        RequireEqualLength(actual, reference);
        double signal = 0,
            error = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            signal += (double)reference[i] * reference[i];
            error += Square((double)actual[i] - reference[i]);
        }

        return 10 * Math.Log10(signal / error);
    }

    /// <summary>
    /// Below a frequency: transforms both in half-overlapping blocks with a Hann window, and sums their power up to
    /// that frequency. The window keeps content above it from leaking below (its side lobes fall by 18 dB per octave).
    /// </summary>
    /// <param name="actual">One channel.</param>
    /// <param name="reference">The same length.</param>
    /// <param name="rate">In hertz.</param>
    /// <param name="below">In hertz.</param>
    public static double DbBelow(ReadOnlySpan<float> actual, ReadOnlySpan<float> reference, int rate, double below)
    {
        RequireEqualLength(actual, reference);
        double signal = 0,
            error = 0;
        double[] difference = new double[actual.Length];
        double[] sent = new double[actual.Length];
        for (int i = 0; i < actual.Length; i++)
        {
            sent[i] = reference[i];
            difference[i] = (double)actual[i] - reference[i];
        }

        // The first block begins half a block early and the last ends half a block late, so that every sample has the
        // same weight.
        for (int start = -BlockLength / 2; start < actual.Length; start += BlockLength / 2)
        {
            signal += PowerBelow(sent, start, rate, below);
            error += PowerBelow(difference, start, rate, below);
        }

        return 10 * Math.Log10(signal / error);
    }

    private static double PowerBelow(double[] samples, int start, int rate, double below)
    {
        var block = new Complex[BlockLength];
        for (int i = Math.Max(0, -start); i < BlockLength && start + i < samples.Length; i++)
            block[i] = samples[start + i] * (0.5 - 0.5 * Math.Cos(2 * Math.PI * i / BlockLength));
        Fft.Forward(block);
        double power = 0;
        int bins = (int)(below / rate * BlockLength);
        for (int k = 0; k < bins; k++)
            power += Square(block[k].Real) + Square(block[k].Imaginary);
        return power;
    }

    private static double Square(double value) => value * value;

    private static void RequireEqualLength(ReadOnlySpan<float> actual, ReadOnlySpan<float> reference)
    {
        if (actual.Length != reference.Length)
        {
            throw new ArgumentException(
                $"{actual.Length} samples cannot be held against {reference.Length}.",
                nameof(actual)
            );
        }
    }
}
