using System.Numerics;

namespace Audio.Testing.Signals;

/// <summary>Locates a reference in a recording.</summary>
public static class Alignment
{
    /// <summary>
    /// Finds the lag of a recording behind its reference, to one sample: the maximum of their cross-correlation. The
    /// reference must not resemble a shifted copy of itself (use speech, noise or a sweep, not a sine).
    /// </summary>
    /// <returns>
    /// The index in <paramref name="recording"/> of the reference's first sample; negative where it started before the
    /// recording.
    /// </returns>
    public static int FindLag(ReadOnlySpan<float> recording, ReadOnlySpan<float> reference)
    {
        int size = Fft.Size(recording.Length + reference.Length);
        Complex[] a = Padded(recording, size);
        Complex[] b = Padded(reference, size);
        Fft.Forward(a);
        Fft.Forward(b);
        for (int i = 0; i < size; i++)
            a[i] *= Complex.Conjugate(b[i]);
        Fft.Inverse(a);

        int best = 0;
        for (int i = 1; i < size; i++)
        {
            if (a[i].Real > a[best].Real)
                best = i;
        }

        return best < recording.Length ? best : best - size;
    }

    /// <summary>The part of a recording that corresponds to the whole reference.</summary>
    /// <exception cref="InvalidOperationException">The recording does not contain all of it.</exception>
    public static float[] Cut(ReadOnlySpan<float> recording, ReadOnlySpan<float> reference)
    {
        int lag = FindLag(recording, reference);
        if (lag < 0 || lag + reference.Length > recording.Length)
        {
            throw new InvalidOperationException(
                $"The reference of {reference.Length} samples stands at {lag} of a recording of "
                    + $"{recording.Length}: not all of it was recorded."
            );
        }

        return recording.Slice(lag, reference.Length).ToArray();
    }

    private static Complex[] Padded(ReadOnlySpan<float> samples, int size)
    {
        var padded = new Complex[size];
        for (int i = 0; i < samples.Length; i++)
            padded[i] = samples[i];
        return padded;
    }
}
