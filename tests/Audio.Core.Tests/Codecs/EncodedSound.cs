using Audio.Testing;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.Core.Tests.Codecs;

/// <summary>Sound to encode, and how other programs encode and decode it.</summary>
internal static class EncodedSound
{
    /// <summary>A second of something like speech in 16 bits; each channel is another one.</summary>
    public static WaveFile Speech(int rate, int channels, int frames)
    {
        float[][] parts = [.. Enumerable.Range(0, channels).Select(i => Signal.SpeechLike(rate, frames, seed: i + 1))];
        short[] samples = new short[frames * channels];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (short)(parts[i % channels][i / channels] * 32_767);
        return WaveFile.FromInt16(samples, rate, channels);
    }

    /// <summary>The same sound with noise below it, in integers of other sizes.</summary>
    public static WaveFile InBits(WaveFile file, int bits)
    {
        var random = new Random(5);
        byte[] data = new byte[file.Data.Length / 2 * (bits / 8)];
        for (int i = 0; i < file.Data.Length / 2; i++)
        {
            int sample = BitConverter.ToInt16(file.Data, 2 * i) << 8 | random.Next(256);
            sample >>= 24 - bits;
            if (bits == 8)
                sample += 128; // WAV has unsigned bytes
            for (int part = 0; part < bits / 8; part++)
                data[i * (bits / 8) + part] = (byte)(sample >> (8 * part));
        }
        return file with { Bits = bits, Data = data };
    }

    /// <summary>Encodes a file with a program that takes two names.</summary>
    public static async Task<byte[]> EncodeAsync(
        WaveFile file,
        string program,
        string extension,
        Func<string, string, string[]> arguments
    )
    {
        using var folder = new TempFolder();
        string from = folder.File("in.wav");
        string to = folder.File("out." + extension);
        file.Write(from);
        await ExternalTool.RunAsync(program, arguments(from, to));
        return await File.ReadAllBytesAsync(to);
    }

    /// <summary>The samples of ffmpeg.</summary>
    public static async Task<float[]> FfmpegAsync(byte[] encoded, string extension, params string[] options)
    {
        using var folder = new TempFolder();
        string from = folder.File("in." + extension);
        string to = folder.File("out.raw");
        await File.WriteAllBytesAsync(from, encoded);
        await ExternalTool.RunAsync("ffmpeg", ["-v", "error", .. options, "-i", from, "-f", "f32le", to]);
        return Pcm.Floats(await File.ReadAllBytesAsync(to), 32, isFloat: true);
    }
}
