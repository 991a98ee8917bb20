namespace Audio.Compare.Recording;

/// <summary>A short tone that is loud from its first sample: a cosine.</summary>
internal static class Tone
{
    public static byte[] Pcm16(int sampleRate, TimeSpan duration)
    {
        byte[] pcm = new byte[2 * (int)(sampleRate * duration.TotalSeconds)];
        for (int i = 0; i < pcm.Length / 2; i++)
        {
            BitConverter.TryWriteBytes(
                pcm.AsSpan(2 * i),
                (short)(16_000 * Math.Cos(2 * Math.PI * 1000 * i / sampleRate))
            );
        }

        return pcm;
    }

    public static void WriteWav(string path, int sampleRate, byte[] pcm)
    {
        using var file = new BinaryWriter(File.Create(path));
        file.Write("RIFF"u8);
        file.Write(36 + pcm.Length);
        file.Write("WAVEfmt "u8);
        file.Write(16);
        file.Write((short)1);
        file.Write((short)1);
        file.Write(sampleRate);
        file.Write(2 * sampleRate);
        file.Write((short)2);
        file.Write((short)16);
        file.Write("data"u8);
        file.Write(pcm.Length);
        file.Write(pcm);
    }
}
