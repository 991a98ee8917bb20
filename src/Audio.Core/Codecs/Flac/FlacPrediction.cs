using System.Numerics;

namespace Audio.Core.Codecs.Flac;

/// <summary>
/// Makes samples of residuals, in place: the first samples, as many as the order, are samples already. RFC 9639
/// sections 9.2.5 and 9.2.6. Nonsense wraps; the checksum of the frame finds it.
/// </summary>
internal static class FlacPrediction
{
    /// <summary>Undoes a fixed predictor.</summary>
    /// <param name="order">0 to 4.</param>
    /// <param name="samples">At least as many as the order.</param>
    public static void Fixed(int order, Span<int> samples)
    {
        switch (order)
        {
            case 1:
                for (int i = 1; i < samples.Length; i++)
                    samples[i] += samples[i - 1];
                break;
            case 2:
                for (int i = 2; i < samples.Length; i++)
                    samples[i] += 2 * samples[i - 1] - samples[i - 2];
                break;
            case 3:
                for (int i = 3; i < samples.Length; i++)
                    samples[i] += 3 * (samples[i - 1] - samples[i - 2]) + samples[i - 3];
                break;
            case 4:
                for (int i = 4; i < samples.Length; i++)
                    samples[i] += 4 * (samples[i - 1] + samples[i - 3]) - 6 * samples[i - 2] - samples[i - 4];
                break;
        }
    }

    /// <summary>Undoes a linear predictor.</summary>
    /// <param name="coefficients">That of the previous sample first; as many as the order.</param>
    /// <param name="precision">Their bits.</param>
    /// <param name="shift">By how many bits the sum is too large.</param>
    /// <param name="bits">Those of the samples.</param>
    /// <param name="samples">At least as many as the order.</param>
    public static void Linear(ReadOnlySpan<int> coefficients, int precision, int shift, int bits, Span<int> samples)
    {
        Span<int> oldestFirst = stackalloc int[coefficients.Length];
        coefficients.CopyTo(oldestFirst);
        oldestFirst.Reverse();
        int carry = 32 - BitOperations.LeadingZeroCount((uint)coefficients.Length - 1);
        if (bits + precision + carry <= 32)
            Narrow(oldestFirst, shift, samples);
        else
            Wide(oldestFirst, shift, samples);
    }

    private static void Narrow(ReadOnlySpan<int> oldestFirst, int shift, Span<int> samples)
    {
        int order = oldestFirst.Length;
        for (int i = order; i < samples.Length; i++)
        {
            ReadOnlySpan<int> past = samples.Slice(i - order, order);
            int sum = 0;
            for (int j = 0; j < past.Length; j++)
                sum += oldestFirst[j] * past[j];
            samples[i] += sum >> shift;
        }
    }

    private static void Wide(ReadOnlySpan<int> oldestFirst, int shift, Span<int> samples)
    {
        int order = oldestFirst.Length;
        for (int i = order; i < samples.Length; i++)
        {
            ReadOnlySpan<int> past = samples.Slice(i - order, order);
            long sum = 0;
            for (int j = 0; j < past.Length; j++)
                sum += (long)oldestFirst[j] * past[j];
            samples[i] += (int)(sum >> shift);
        }
    }
}
