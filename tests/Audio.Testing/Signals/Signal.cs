namespace Audio.Testing.Signals;

/// <summary>Test signals: mono float samples within ±1, the same on every run and every machine.</summary>
public static class Signal
{
    /// <summary>A sine that starts at 0.</summary>
    public static float[] Sine(double frequency, int rate, int frames, double amplitude = 0.5) =>
        Make(frames, n => amplitude * Math.Sin(2 * Math.PI * frequency * n / rate));

    /// <summary>A logarithmic sweep: each octave takes the same time.</summary>
    public static float[] Sweep(double from, double to, int rate, int frames, double amplitude = 0.5)
    {
        double length = (double)frames / rate;
        double k = Math.Log(to / from);
        return Make(frames, n =>
            amplitude * Math.Sin(2 * Math.PI * from * length / k * (Math.Exp((double)n / frames * k) - 1))
        );
    }

    /// <summary>White noise: no part of it resembles another, so a lost or repeated sample is always noticed.</summary>
    public static float[] Noise(int frames, int seed, double amplitude = 0.5)
    {
        var random = new Random(seed);
        return Make(frames, _ => amplitude * (2 * random.NextDouble() - 1));
    }

    /// <summary>
    /// Similar to speech in what matters to a player: syllables of harmonics with a gliding pitch and a little noise,
    /// and pauses of true silence between them.
    /// </summary>
    public static float[] SpeechLike(int rate, int frames, int seed, double amplitude = 0.5)
    {
        var random = new Random(seed);
        float[] samples = new float[frames];
        int at = 0;
        while (at < frames)
        {
            int syllable = (int)(rate * (0.12 + 0.2 * random.NextDouble()));
            double pitch = 90 + 120 * random.NextDouble();
            double glide = 0.8 + 0.4 * random.NextDouble();
            double phase = 0;
            for (int n = 0; n < syllable && at + n < frames; n++)
            {
                double progress = (double)n / syllable;
                phase += 2 * Math.PI * pitch * (1 + (glide - 1) * progress) / rate;
                double envelope = Math.Sin(Math.PI * progress);
                double voice =
                    Math.Sin(phase)
                    + 0.5 * Math.Sin(2 * phase)
                    + 0.35 * Math.Sin(5 * phase)
                    + 0.2 * Math.Sin(11 * phase);
                samples[at + n] = (float)(amplitude * envelope * (0.45 * voice + 0.04 * (2 * random.NextDouble() - 1)));
            }

            at += syllable + (int)(rate * 0.06 * random.NextDouble());
        }

        return samples;
    }

    /// <summary>Two mono signals as one of stereo frames.</summary>
    public static T[] Interleave<T>(T[] left, T[] right)
    {
        if (left.Length != right.Length)
            throw new ArgumentException("Both channels must be equally long.", nameof(right));
        var frames = new T[2 * left.Length];
        for (int i = 0; i < left.Length; i++)
            (frames[2 * i], frames[2 * i + 1]) = (left[i], right[i]);
        return frames;
    }

    /// <summary>One channel of stereo frames.</summary>
    public static T[] Channel<T>(ReadOnlySpan<T> stereo, int channel)
    {
        var samples = new T[stereo.Length / 2];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = stereo[2 * i + channel];
        return samples;
    }

    private static float[] Make(int frames, Func<int, double> value)
    {
        float[] samples = new float[frames];
        for (int n = 0; n < frames; n++)
            samples[n] = (float)value(n);
        return samples;
    }
}
