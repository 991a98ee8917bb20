using Audio.Core.Codecs.Mp3;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Codecs.Mp3;

/// <summary>MP3 files that LAME made.</summary>
internal static class Mp3Files
{
    /// <summary>Encodes a file.</summary>
    public static Task<byte[]> EncodeAsync(WaveFile file, params string[] options) =>
        EncodedSound.EncodeAsync(file, "lame", "mp3", (from, to) => ["--quiet", .. options, from, to]);

    /// <summary>Where the frames of a whole stream begin.</summary>
    public static List<int> Frames(byte[] stream)
    {
        var frames = new List<int>();
        int at = 0;
        while (at + 4 <= stream.Length && MpegHeader.TryRead(stream.AsSpan(at), out MpegHeader header))
        {
            frames.Add(at);
            at += header.Length;
        }
        return frames;
    }

    /// <summary>The largest difference of two sounds of the same length.</summary>
    public static float Deviation(float[] samples, float[] reference)
    {
        Assert.Equal(reference.Length, samples.Length);
        return samples.Zip(reference, static (one, other) => Math.Abs(one - other)).Max();
    }
}
