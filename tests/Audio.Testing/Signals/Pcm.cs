using System.Buffers.Binary;

namespace Audio.Testing.Signals;

/// <summary>
/// Converts samples to bytes and back, little-endian. Independent of the product's code, so that tests can compare the
/// two.
/// </summary>
public static class Pcm
{
    /// <summary>Converts floats within ±1 to 16-bit samples: scaled by 32,767, so that full scale fits.</summary>
    public static short[] ToInt16(ReadOnlySpan<float> samples)
    {
        short[] result = new short[samples.Length];
        for (int i = 0; i < samples.Length; i++)
            result[i] = (short)Math.Round(Math.Clamp(samples[i], -1f, 1f) * 32_767f);
        return result;
    }

    /// <summary>Converts 16-bit samples to floats: divided by 32,768, which is exact.</summary>
    public static float[] ToFloat(ReadOnlySpan<short> samples)
    {
        float[] result = new float[samples.Length];
        for (int i = 0; i < samples.Length; i++)
            result[i] = samples[i] / 32_768f;
        return result;
    }

    /// <summary>16-bit samples as bytes.</summary>
    public static byte[] Bytes(ReadOnlySpan<short> samples)
    {
        byte[] bytes = new byte[2 * samples.Length];
        for (int i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), samples[i]);
        return bytes;
    }

    /// <summary>Float samples as bytes.</summary>
    public static byte[] Bytes(ReadOnlySpan<float> samples)
    {
        byte[] bytes = new byte[4 * samples.Length];
        for (int i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), samples[i]);
        return bytes;
    }

    /// <summary>Bytes as 16-bit samples; a byte left over is dropped.</summary>
    public static short[] Int16(ReadOnlySpan<byte> bytes)
    {
        short[] samples = new short[bytes.Length / 2];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]);
        return samples;
    }

    /// <summary>Bytes of a width as floats within ±1: 8-bit is unsigned, 16 and 24 are signed, 32 is float.</summary>
    public static float[] Floats(ReadOnlySpan<byte> bytes, int bits, bool isFloat)
    {
        int width = bits / 8;
        float[] samples = new float[bytes.Length / width];
        for (int i = 0; i < samples.Length; i++)
        {
            ReadOnlySpan<byte> at = bytes.Slice(i * width, width);
            samples[i] = (bits, isFloat) switch
            {
                (8, false) => (at[0] - 128) / 128f,
                (16, false) => BinaryPrimitives.ReadInt16LittleEndian(at) / 32_768f,
                (24, false) => ((at[0] << 8) | (at[1] << 16) | (at[2] << 24)) / 2_147_483_648f,
                (32, false) => BinaryPrimitives.ReadInt32LittleEndian(at) / 2_147_483_648f,
                (32, true) => BinaryPrimitives.ReadSingleLittleEndian(at),
                _ => throw new NotSupportedException($"{bits} bit{(isFloat ? " float" : "")}"),
            };
        }

        return samples;
    }
}
