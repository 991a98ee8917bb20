using Audio.Core.Codecs.Ogg;
using Audio.Testing;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.Core.Tests.Codecs.Ogg;

/// <summary>Files that the usual encoders made, and what ffmpeg hears in them.</summary>
internal static class OggFiles
{
    /// <summary>Encodes with opusenc.</summary>
    public static Task<byte[]> OpusAsync(WaveFile file, params string[] options) =>
        EncodedSound.EncodeAsync(file, "opusenc", "opus", (from, to) =>
            ["--quiet", "--serial", "1", .. options, from, to]
        );

    /// <summary>Encodes with oggenc.</summary>
    public static Task<byte[]> VorbisAsync(WaveFile file, params string[] options) =>
        EncodedSound.EncodeAsync(file, "oggenc", "ogg", (from, to) => ["-Q", "-s", "2", .. options, from, "-o", to]);

    /// <summary>Encodes with flac.</summary>
    public static Task<byte[]> FlacAsync(WaveFile file, params string[] options) =>
        EncodedSound.EncodeAsync(file, "flac", "oga", (from, to) =>
            ["-s", "--ogg", "--serial-number=3", "--channel-map=none", .. options, from, "-o", to]
        );

    /// <summary>The samples of ffmpeg, of Opus those of libopus in it.</summary>
    public static async Task<float[]> FfmpegAsync(byte[] encoded, bool isOpus = false)
    {
        using var folder = new TempFolder();
        string from = folder.File("in.ogg");
        string to = folder.File("out.raw");
        await File.WriteAllBytesAsync(from, encoded);
        string[] decoder = isOpus ? ["-c:a", "libopus"] : [];
        await ExternalTool.RunAsync("ffmpeg", ["-v", "error", .. decoder, "-i", from, "-f", "f32le", to]);
        return Pcm.Floats(await File.ReadAllBytesAsync(to), 32, isFloat: true);
    }

    /// <summary>Decodes a stream.</summary>
    public static DecoderRun Decode(ReadOnlySpan<byte> bytes, int piece = 4096, int room = 1024) =>
        DecoderRun.Of(new OggDecoder(), bytes, piece, room);

    /// <summary>Requires samples to be as many as expected, and no further from them than a tolerance.</summary>
    public static void AssertClose(float[] expected, float[] actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        float worst = 0;
        for (int i = 0; i < expected.Length; i++)
            worst = Math.Max(worst, Math.Abs(expected[i] - actual[i]));
        Assert.InRange(worst, 0, tolerance);
    }
}
