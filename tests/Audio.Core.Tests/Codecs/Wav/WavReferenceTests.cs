using System.Runtime.InteropServices;
using Audio.Testing;
using Audio.Testing.Tools;

namespace Audio.Core.Tests.Codecs.Wav;

/// <summary>What ffmpeg and sox write, beside what ffmpeg decodes from it: bit for bit.</summary>
public sealed class WavReferenceTests
{
    [Theory]
    [InlineData("pcm_u8"), InlineData("pcm_s16le"), InlineData("pcm_s24le"), InlineData("pcm_s32le")]
    [InlineData("pcm_s64le"), InlineData("pcm_f32le"), InlineData("pcm_f64le"), InlineData("pcm_alaw")]
    [InlineData("pcm_mulaw"), InlineData("adpcm_ms"), InlineData("adpcm_ima_wav")]
    [InlineData("adpcm_ms", "-ac", "1"), InlineData("adpcm_ima_wav", "-ac", "1"), InlineData("pcm_u8", "-ac", "1")]
    [InlineData("adpcm_ima_wav", "-block_size", "256"), InlineData("adpcm_ms", "-block_size", "256")]
    [InlineData("pcm_s16le", "-rf64", "always"), InlineData("pcm_s16le", "-ac", "6")]
    [InlineData("pcm_f32le", "-channel_layout", "7.1"), InlineData("pcm_s24le", "-channel_layout", "quad")]
    public Task Files_of_ffmpeg(string codec, params string[] options) =>
        CompareAsync(file => ExternalTool.RunAsync("ffmpeg", [.. Source, .. options, "-c:a", codec, .. Title, file]));

    [Theory]
    [InlineData("-b", "8"), InlineData("-b", "16"), InlineData("-b", "24"), InlineData("-b", "32")]
    [InlineData("-e", "float"), InlineData("-e", "a-law"), InlineData("-e", "mu-law"), InlineData("-e", "ms-adpcm")]
    [InlineData("-e", "ima-adpcm"), InlineData("-c", "5", "-b", "16"), InlineData("-t", "wavpcm", "-b", "24")]
    public Task Files_of_sox(params string[] options) => CompareAsync(file => SynthesizeAsync(file, options));

    /// <summary>Beside sox, because ffmpeg does not read them.</summary>
    [Theory]
    [InlineData("-b", "8"), InlineData("-b", "16"), InlineData("-b", "24"), InlineData("-b", "32")]
    [InlineData("-e", "float", "-b", "32"), InlineData("-e", "float", "-b", "64"), InlineData("-e", "mu-law")]
    public async Task Big_endian_files_of_sox(params string[] options)
    {
        using var folder = new TempFolder();
        string file = folder.File("x.wav");
        string decoded = folder.File("x.f32");
        await SynthesizeAsync(file, ["-B", .. options]);
        await ExternalTool.RunAsync("sox", file, decoded);
        byte[] bytes = await File.ReadAllBytesAsync(file);
        bytes.Should().StartWith("RIFX"u8.ToArray());

        DecoderRun run = WavRuns.Of(bytes);

        float[] expected = Floats(await File.ReadAllBytesAsync(decoded));
        run.Samples.Should().HaveSameCount(expected);
        run.Samples.Zip(expected, static (ours, theirs) => Math.Abs(ours - theirs))
            .Max()
            .Should()
            .BeLessThan(1e-7f, "sox computes in integers of 32 bits");
    }

    private static Task<string> SynthesizeAsync(string file, string[] options) =>
        ExternalTool.RunAsync(
            "sox",
            ["-D", "-n", "-r", "22050", "-c", "2", .. options, file, "synth", "0.5", "sine", "440-3000", "gain", "-3"]
        );

    private static string[] Source =>
        ["-v", "error", "-f", "lavfi", "-i", "aevalsrc=0.7*sin(3000*t*t)|0.5*sin(700*t+5*t*t):s=22050:d=0.7"];

    private static string[] Title => ["-metadata", "title=Probe"];

    private static async Task CompareAsync(Func<string, Task> write)
    {
        using var folder = new TempFolder();
        string file = folder.File("x.wav");
        string decoded = folder.File("x.f32");
        await write(file);
        await ExternalTool.RunAsync("ffmpeg", "-v", "error", "-i", file, "-f", "f32le", decoded);
        float[] expected = Floats(await File.ReadAllBytesAsync(decoded));

        DecoderRun run = WavRuns.Of(await File.ReadAllBytesAsync(file));

        run.Samples.Should().HaveSameCount(expected);
        Differences(run.Samples, expected).Should().BeEmpty();
        run.Damaged.Should().Be(0);
    }

    private static float[] Floats(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();

    private static IEnumerable<(int At, float Ours, float Theirs)> Differences(float[] ours, float[] theirs) =>
        ours.Zip(theirs)
            .Select(static (pair, at) => (at, pair.First, pair.Second))
            .Where(static x => x.First != x.Second);
}
