using System.Buffers.Binary;

namespace Audio.Benchmarks.Rigs;

/// <summary>The sound of the benchmarks: noise at −12 dB, identical in every run.</summary>
internal static class Noise
{
    private const float Level = 0.25f;

    /// <summary>Samples from −0.25 to 0.25.</summary>
    public static float[] Samples(int count, int seed = 1)
    {
        var random = new Random(seed);
        float[] samples = new float[count];
        foreach (ref float sample in samples.AsSpan())
            sample = Level * (2 * random.NextSingle() - 1);
        return samples;
    }

    /// <summary>The same as signed 16 bits.</summary>
    public static byte[] Pcm16(int count)
    {
        byte[] bytes = new byte[2 * count];
        float[] samples = Samples(count);
        for (int i = 0; i < count; i++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), (short)(samples[i] * short.MaxValue));
        return bytes;
    }
}
