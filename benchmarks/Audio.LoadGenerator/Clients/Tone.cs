using System.Buffers.Binary;

namespace Audio.LoadGenerator.Clients;

/// <summary>A tone so quiet that a thousand of them stay below full scale.</summary>
internal static class Tone
{
    private const double Amplitude = 0.0005;
    private const double Hertz = 500;

    /// <summary>One chunk of 16-bit samples, little-endian.</summary>
    public static byte[] Chunk(LoadOptions options)
    {
        byte[] chunk = new byte[options.ChunkBytes];
        for (int i = 0; i < chunk.Length / sizeof(short); i++)
        {
            double sample = Amplitude * Math.Sin(2 * Math.PI * Hertz * (i / options.Channels) / options.Rate);
            BinaryPrimitives.WriteInt16LittleEndian(
                chunk.AsSpan(sizeof(short) * i),
                (short)Math.Round(sample * short.MaxValue)
            );
        }
        return chunk;
    }
}
