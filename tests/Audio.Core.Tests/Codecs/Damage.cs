namespace Audio.Core.Tests.Codecs;

/// <summary>What becomes of a stream on a bad line.</summary>
internal static class Damage
{
    /// <summary>One to four damages.</summary>
    public static byte[] Of(byte[] stream, Random random)
    {
        byte[] bytes = [.. stream];
        for (int i = random.Next(4); i >= 0 && bytes.Length > 0; i--)
            bytes = Once(bytes, random);
        return bytes;
    }

    private static byte[] Once(byte[] bytes, Random random)
    {
        int at = random.Next(bytes.Length);
        switch (random.Next(5))
        {
            case 0:
                return bytes[..at];
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 3:
                return [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]];
            default:
                byte[] noise = new byte[random.Next(1, 300)];
                random.NextBytes(noise);
                return [.. bytes[..at], .. noise, .. bytes[at..]];
        }
    }
}
