using Audio.Protocol;

namespace Audio.Soak.Clients;

/// <summary>A stream to send: its format and as many bytes of quiet noise as are asked for.</summary>
/// <param name="Format">Its format.</param>
/// <param name="Bytes">Its length, whole frames.</param>
internal sealed record Sound(AudioFormat Format, int Bytes)
{
    private static readonly byte[] Noise = MakeNoise();

    /// <summary>Frames of the whole stream.</summary>
    public long Frames => Bytes / Format.BytesPerFrame;

    /// <summary>A sound of a random format that lasts up to this long.</summary>
    public static Sound Of(Turn turn, int maxMilliseconds)
    {
        int rate = turn.Chance(0.1)
            ? turn.Random.Next(4_000, 100_000)
            : turn.Pick(8_000, 11_025, 16_000, 22_050, 24_000, 24_000, 44_100, 48_000, 48_000);
        SampleEncoding encoding = turn.Pick(
            SampleEncoding.PcmS16Le,
            SampleEncoding.PcmS16Le,
            SampleEncoding.PcmS16Le,
            SampleEncoding.PcmU8,
            SampleEncoding.PcmS24Le
        );
        var format = new AudioFormat(encoding, rate, turn.Pick(1, 1, 1, 2));
        long frames = (long)rate * turn.Random.Next(1, maxMilliseconds) / 1000;
        return new Sound(format, (int)frames * format.BytesPerFrame);
    }

    /// <summary>Bytes of a stream from an offset on; they repeat.</summary>
    public static ReadOnlySpan<byte> At(long offset, int bytes) => Noise.AsSpan((int)(offset % 64), bytes);

    private static byte[] MakeNoise()
    {
        byte[] noise = new byte[1 << 20];
        new Random(1).NextBytes(noise);
        for (int i = 1; i < noise.Length; i += 2)
            noise[i] = (byte)(noise[i] % 4); // quiet where samples have 16 bits
        return noise;
    }
}
