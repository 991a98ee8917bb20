using Audio.Core.Codecs.Mp3;
using Audio.Protocol;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Codecs.Mp3;

/// <summary>Truncated, spliced and damaged streams.</summary>
public sealed class Mp3DamageTests
{
    private const int Frame = 576;

    private static readonly WaveFile File = EncodedSound.Speech(24_000, 1, 40 * Frame);

    [Fact]
    public async Task A_stream_that_was_cut_anywhere_is_the_whole_one_from_its_first_complete_frames_on()
    {
        byte[] encoded = await Mp3Files.EncodeAsync(File, "-t", "-b", "48");
        List<int> frames = Mp3Files.Frames(encoded);
        float[] whole = DecoderRun.Of(new Mp3Decoder(), encoded).Samples;
        for (int first = 3; first < 12; first++)
        {
            var run = DecoderRun.Of(new Mp3Decoder(), encoded.AsSpan(frames[first] - 20));
            Assert.Equal((frames.Count - first) * Frame, run.Samples.Length);
            Assert.InRange(run.Damaged, 0, 6); // without the reservoir that it needs
            float[] expected = whole[(first * Frame)..];
            int settled = (run.Damaged + 2) * Frame;
            Assert.InRange(Mp3Files.Deviation(run.Samples[settled..], expected[settled..]), 0, 1e-5f);
            AssertNoStep(run.Samples, whole);
            Assert.InRange(run.Samples[..settled].Max(Math.Abs), 0, 1.5f * whole.Max(Math.Abs));
        }
    }

    [Fact]
    public async Task A_damaged_header_costs_frames_but_no_time()
    {
        byte[] encoded = await Mp3Files.EncodeAsync(File, "-t", "-b", "48");
        List<int> frames = Mp3Files.Frames(encoded);
        float[] whole = DecoderRun.Of(new Mp3Decoder(), encoded).Samples;
        for (int frame = 3; frame < frames.Count - 3; frame++)
        {
            byte[] damaged = [.. encoded];
            damaged[frames[frame]] ^= 0x20;
            var run = DecoderRun.Of(new Mp3Decoder(), damaged);
            Assert.InRange(run.Damaged, 1, 8);
            Assert.Equal(whole.Length, run.Samples.Length);
            AssertNoStep(run.Samples, whole);
            Assert.Equal(whole[..((frame - 1) * Frame)], run.Samples[..((frame - 1) * Frame)]);
        }
    }

    [Fact]
    public async Task Garbage_in_the_middle_is_skipped_with_a_fade()
    {
        byte[] encoded = await Mp3Files.EncodeAsync(File, "-t", "-b", "48");
        List<int> frames = Mp3Files.Frames(encoded);
        float[] whole = DecoderRun.Of(new Mp3Decoder(), encoded).Samples;
        byte[] garbage = new byte[3001];
        new Random(4).NextBytes(garbage);
        var run = DecoderRun.Of(new Mp3Decoder(), [.. encoded[..frames[10]], .. garbage, .. encoded[frames[10]..]]);
        Assert.InRange(run.Damaged, 1, 40);
        Assert.Equal(garbage.Length, run.BytesIgnored);
        Assert.Equal(whole.Length + 24_000 / 200, run.Samples.Length);
        AssertNoStep(run.Samples, whole);
    }

    [Fact]
    public async Task A_stream_that_was_cut_off_is_played_to_its_last_whole_frame_and_fades_out()
    {
        byte[] encoded = await Mp3Files.EncodeAsync(File, "-t", "-b", "48");
        List<int> frames = Mp3Files.Frames(encoded);
        float[] whole = DecoderRun.Of(new Mp3Decoder(), encoded).Samples;
        var run = DecoderRun.Of(new Mp3Decoder(), encoded.AsSpan(0, frames[20] - 5));
        Assert.Equal(1, run.Damaged);
        Assert.Equal(whole[..(19 * Frame)], run.Samples[..(19 * Frame)]);
        Assert.Equal(24_000 / 200, run.Samples.Length - 19 * Frame);
        AssertNoStep(run.Samples, whole);
    }

    [Fact]
    public async Task Damaged_streams_of_all_kinds_are_played_or_refused()
    {
        WaveFile file = EncodedSound.Speech(16_000, 2, 4000);
        byte[] encoded = await Mp3Files.EncodeAsync(file, "-V", "5");
        var random = new Random(11_172);
        for (int i = 0; i < 1000; i++)
        {
            byte[] damaged = Damage.Of(encoded, random);
            DecoderRun? whole = Run(damaged, damaged.Length, 1 << 16);
            DecoderRun? pieces = Run(damaged, random.Next(1, 200), random.Next(8, 2000));
            Assert.Equal(whole is null, pieces is null);
            if (whole is null)
                continue;
            Assert.Equal(whole.Damaged, pieces!.Damaged);
            float[] samples = [.. whole.Parts.SelectMany(static part => part.Samples)];
            Assert.InRange(samples.Append(0).Max(Math.Abs), 0, 4f);
            Assert.Equal(samples, pieces.Parts.SelectMany(static part => part.Samples));
        }
    }

    /// <summary>Side information that no encoder writes, and main data that never end where they should.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    [InlineData(0)]
    public void Frames_of_random_bytes_are_played_or_concealed(int version)
    {
        var random = new Random(version);
        for (int i = 0; i < 300; i++)
        {
            byte[] stream = new CraftedFrames(version, i % 3, i % 5 - 1).Make(10);
            foreach (int frame in Mp3Files.Frames(stream)[1..])
            {
                int length = random.Next(4, 200);
                random.NextBytes(stream.AsSpan(frame + MpegHeader.Size, length));
                stream.AsSpan(frame + MpegHeader.Size, 2).Clear(); // the main data begin here
            }
            DecoderRun run = Run(stream, stream.Length, 1 << 16)!;
            Assert.NotEqual(0, run.Damaged);
            Assert.InRange(run.Samples.Max(Math.Abs), 0, 4f);
        }
    }

    private static DecoderRun? Run(byte[] stream, int piece, int room)
    {
        try
        {
            return DecoderRun.Of(new Mp3Decoder(), stream, Math.Max(1, piece), room);
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    /// <summary>No step is much larger than the largest of the material.</summary>
    private static void AssertNoStep(float[] samples, float[] material) =>
        Assert.InRange(MaxStep(samples), 0f, 1.2f * MaxStep(material));

    private static float MaxStep(float[] samples) =>
        samples.Zip(samples.Skip(1), static (one, next) => Math.Abs(next - one)).Max();
}
