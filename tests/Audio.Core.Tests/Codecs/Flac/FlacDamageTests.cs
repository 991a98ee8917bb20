using Audio.Core.Codecs.Flac;
using Audio.Protocol;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Codecs.Flac;

/// <summary>Truncated, spliced and damaged streams.</summary>
public sealed class FlacDamageTests
{
    private const int Block = 1152;

    private static readonly WaveFile File = EncodedSound.Speech(24_000, 1, 20 * Block);

    [Fact]
    public async Task A_damaged_frame_is_concealed_and_the_others_stay_where_they_were()
    {
        byte[] encoded = await FlacFiles.EncodeAsync(File, "-b", $"{Block}");
        List<int> frames = FlacFiles.Frames(encoded);
        for (int frame = 1; frame < frames.Count - 1; frame++)
        {
            foreach (int at in (int[])[frames[frame], frames[frame] + 3, (frames[frame] + frames[frame + 1]) / 2])
            {
                byte[] damaged = [.. encoded];
                damaged[at] ^= 0x10;
                var run = DecoderRun.Of(new FlacDecoder(), damaged);
                Assert.Equal(1, run.Damaged);
                AssertConcealed(run.Samples, frame, frames: 1);
            }
        }
    }

    [Fact]
    public async Task Frames_that_are_missing_are_concealed()
    {
        byte[] encoded = await FlacFiles.EncodeAsync(File, "-b", $"{Block}");
        List<int> frames = FlacFiles.Frames(encoded);
        var run = DecoderRun.Of(new FlacDecoder(), [.. encoded[..frames[5]], .. encoded[frames[8]..]]);
        Assert.Equal(3, run.Damaged);
        AssertConcealed(run.Samples, 5, frames: 3);
    }

    [Fact]
    public async Task Garbage_between_frames_is_skipped_and_not_heard()
    {
        byte[] encoded = await FlacFiles.EncodeAsync(File, "-b", $"{Block}");
        List<int> frames = FlacFiles.Frames(encoded);
        byte[] garbage = new byte[5000];
        new Random(4).NextBytes(garbage);
        byte[] stream = [.. encoded[..frames[5]], .. garbage, .. encoded[frames[5]..]];
        var run = DecoderRun.Of(new FlacDecoder(), stream);
        Assert.Equal(1, run.Damaged);
        Assert.Equal(frames[0] + garbage.Length, run.BytesIgnored);
        Assert.Equal(File.Samples, run.Samples);
    }

    [Fact]
    public async Task A_stream_that_was_cut_off_is_played_to_its_last_whole_frame_and_fades_out()
    {
        byte[] encoded = await FlacFiles.EncodeAsync(File, "-b", $"{Block}");
        List<int> frames = FlacFiles.Frames(encoded);
        var run = DecoderRun.Of(new FlacDecoder(), encoded.AsSpan(0, frames[7] - 3));
        Assert.Equal(1, run.Damaged);
        Assert.Equal(File.Samples[..(6 * Block)], run.Samples[..(6 * Block)]);
        Assert.Equal(24_000 / 200, run.Samples.Length - 6 * Block);
        AssertNoStep(run.Samples);
    }

    [Fact]
    public async Task Damaged_streams_of_all_kinds_are_played_or_refused_and_never_noise()
    {
        WaveFile file = EncodedSound.Speech(16_000, 2, 3000);
        byte[] encoded = await FlacFiles.EncodeAsync(file, "-b", "256", "--no-padding");
        var random = new Random(9639);
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = Damage.Of(encoded, random);
            DecoderRun? whole = Run(damaged, damaged.Length, 1 << 16);
            DecoderRun? pieces = Run(damaged, random.Next(1, 200), random.Next(8, 2000));
            Assert.Equal(whole is null, pieces is null);
            if (whole is null)
                continue;
            Assert.Equal(whole.Damaged, pieces!.Damaged);
            Assert.Equal(
                whole.Parts.Where(static part => part.Samples.Length > 0).Select(static part => part.Format),
                pieces.Parts.Where(static part => part.Samples.Length > 0).Select(static part => part.Format)
            );
            foreach ((_, float[] samples) in whole.Parts)
                Assert.InRange(samples.Append(0).Max(Math.Abs), 0, 1f);
            Assert.Equal(
                whole.Parts.SelectMany(static part => part.Samples),
                pieces.Parts.SelectMany(static part => part.Samples)
            );
        }
    }

    private static DecoderRun? Run(byte[] stream, int piece, int room)
    {
        try
        {
            return DecoderRun.Of(new FlacDecoder(), stream, Math.Max(1, piece), room);
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    private static void AssertConcealed(float[] samples, int first, int frames)
    {
        float[] original = File.Samples;
        int from = first * Block;
        int to = from + frames * Block;
        Assert.Equal(original.Length, samples.Length);
        Assert.Equal(original[..from], samples[..from]);
        Assert.Equal(original[(to + 120)..], samples[(to + 120)..]);
        Assert.All(samples[(from + 120)..to], static sample => Assert.Equal(0f, sample));
        AssertNoStep(samples);
    }

    /// <summary>No step is larger than the largest of the material.</summary>
    private static void AssertNoStep(float[] samples) => Assert.InRange(MaxStep(samples), 0f, MaxStep(File.Samples));

    private static float MaxStep(float[] samples) =>
        samples.Zip(samples.Skip(1), static (one, next) => Math.Abs(next - one)).Max();
}
