using System.Buffers.Binary;

namespace Audio.Collections;

/// <summary>
/// A signal in which every sample differs from its neighbours, so that missing, repeated or silent samples are
/// detected.
/// </summary>
internal static class Counter
{
    /// <summary>The mix rate, so that nothing is resampled on the way.</summary>
    public const int Rate = 48_000;

    private const int Cycle = 20_011; // samples until it repeats: 0.4 s, much longer than a period

    /// <summary>Sample <paramref name="index"/>, never 0.</summary>
    public static short Sample(long index) => (short)(index % Cycle + 1);

    /// <summary>16-bit samples, little-endian.</summary>
    public static void Fill(Span<byte> bytes, long first)
    {
        for (int i = 0; i < bytes.Length / sizeof(short); i++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes[(sizeof(short) * i)..], Sample(first + i));
    }
}
