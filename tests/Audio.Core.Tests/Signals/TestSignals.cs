namespace Audio.Core.Tests.Signals;

internal static class TestSignals
{
    public static float[] Sine(double frequency, int rate, int frames, double amplitude = 1)
    {
        float[] samples = new float[frames];
        for (int n = 0; n < frames; n++)
            samples[n] = (float)(amplitude * Math.Sin(2 * Math.PI * frequency * n / rate));
        return samples;
    }

    public static float[] Noise(int samples, int seed)
    {
        var random = new Random(seed);
        float[] noise = new float[samples];
        foreach (ref float sample in noise.AsSpan())
            sample = random.NextSingle() * 2 - 1;
        return noise;
    }

    public static float[] Interleave(float[] left, float[] right)
    {
        float[] frames = new float[2 * left.Length];
        for (int i = 0; i < left.Length; i++)
            (frames[2 * i], frames[2 * i + 1]) = (left[i], right[i]);
        return frames;
    }

    public static float[] Channel(float[] stereo, int channel) => [.. stereo.Where((_, i) => i % 2 == channel)];

    public static double Rms(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (float sample in samples)
            sum += (double)sample * sample;
        return Math.Sqrt(sum / samples.Length);
    }
}
