using Audio.Core.Codecs;
using Audio.Core.Codecs.Mp3;
using Audio.Protocol;
using Audio.Testing;
using Audio.Testing.Files;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Codecs.Mp3;

/// <summary>Within 1e-5 of ffmpeg, with the original's number of samples.</summary>
public sealed class Mp3DecoderTests
{
    private const float Limit = 1e-5f;

    [Theory]
    [InlineData(8_000, 1, "-b 24")] // where the first region of short blocks is twice as long
    [InlineData(8_000, 2, "-V 2")]
    [InlineData(11_025, 1, "-b 32")]
    [InlineData(12_000, 2, "-b 48")]
    [InlineData(16_000, 1, "-V 4")]
    [InlineData(22_050, 1, "-b 64")]
    [InlineData(24_000, 1, "-b 48")]
    [InlineData(24_000, 2, "-V 0")]
    [InlineData(32_000, 2, "-b 320")]
    [InlineData(44_100, 2, "-m j -b 96")]
    [InlineData(44_100, 2, "-m f -b 160")]
    [InlineData(44_100, 2, "-m s -b 128")]
    [InlineData(44_100, 2, "-m d -V 2")]
    [InlineData(44_100, 2, "-V 2 -p")]
    [InlineData(48_000, 1, "--abr 70")]
    public async Task Samples_are_within_1e_5_of_ffmpeg_and_as_many_as_the_original_has(
        int rate,
        int channels,
        string options
    )
    {
        WaveFile file = EncodedSound.Speech(rate, channels, rate / 2 + 77);
        byte[] encoded = await Mp3Files.EncodeAsync(file, ["--resample", $"{rate / 1000.0}", .. options.Split(' ')]);

        var run = DecoderRun.Of(new Mp3Decoder(), encoded);

        Assert.Equal(new DecodedFormat(rate, channels), run.Format);
        Assert.InRange(Mp3Files.Deviation(run.Samples, await EncodedSound.FfmpegAsync(encoded, "mp3")), 0, Limit);
        Assert.Equal(0, run.Damaged);
        if (run.BytesIgnored > 0) // there is a tag: LAME leaves it out where a frame is too short for it
            Assert.Equal(file.Frames, run.Samples.Length / channels);
    }

    /// <summary>Drums have short blocks with a gain for each window: also in the last band.</summary>
    [Fact]
    public async Task Short_blocks_with_gains_of_their_own_are_within_1e_5_of_ffmpeg()
    {
        var file = WaveFile.Read(Path.Combine(RepositoryFiles.Root, "samples", "drums-44k-8bit-stereo.wav"));
        byte[] encoded = await Mp3Files.EncodeAsync(file, "-V", "2");
        var run = DecoderRun.Of(new Mp3Decoder(), encoded);
        Assert.InRange(Mp3Files.Deviation(run.Samples, await EncodedSound.FfmpegAsync(encoded, "mp3")), 0, Limit);
        Assert.Equal(file.Frames, run.Samples.Length / 2);
    }

    [Fact]
    public async Task Layer_two_is_within_1e_5_of_ffmpeg()
    {
        WaveFile file = EncodedSound.Speech(44_100, 2, 20_000);
        byte[] encoded = await EncodedSound.EncodeAsync(file, "ffmpeg", "mp2", static (from, to) =>
            ["-v", "error", "-i", from, "-c:a", "mp2", to]
        );
        using var decoder = new Mp3Decoder();
        var run = DecoderRun.Of(decoder, encoded);
        float[] reference = await EncodedSound.FfmpegAsync(encoded, "mp2", "-c:a", "mp2float");
        Assert.InRange(Mp3Files.Deviation(run.Samples, reference), 0, Limit);
        Assert.Equal("MP2", decoder.Info!.Codec);
    }

    [Fact]
    public async Task A_free_bit_rate_is_decoded_as_another()
    {
        WaveFile file = EncodedSound.Speech(44_100, 1, 20_000);
        var run = DecoderRun.Of(new Mp3Decoder(), await Mp3Files.EncodeAsync(file, "--freeformat", "-b", "400"));
        var usual = DecoderRun.Of(new Mp3Decoder(), await Mp3Files.EncodeAsync(file, "-b", "320"));
        Assert.Equal(file.Frames, run.Samples.Length);
        Assert.InRange(Mp3Files.Deviation(run.Samples, usual.Samples), 0, 0.02f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task Pieces_and_rooms_of_every_size_give_the_same(int piece)
    {
        byte[] encoded = await Mp3Files.EncodeAsync(EncodedSound.Speech(24_000, 2, 12_000), "-V", "3");
        float[] whole = DecoderRun.Of(new Mp3Decoder(), encoded, encoded.Length, 1 << 20).Samples;
        foreach (int room in (int[])[2, 1000, 1 << 20])
            Assert.Equal(whole, DecoderRun.Of(new Mp3Decoder(), encoded, piece, room).Samples);
    }

    [Fact]
    public async Task Title_artist_and_length_are_read_and_tags_are_not_heard()
    {
        WaveFile file = EncodedSound.Speech(44_100, 1, 20_000);
        byte[] plain = await Mp3Files.EncodeAsync(file);
        byte[] encoded = await Mp3Files.EncodeAsync(
            file,
            ["--add-id3v2", "--pad-id3v2-size", "200000", "--tt", "Guten Morgen", "--ta", "Ada"]
        );
        byte[] ape = [.. "APETAGEX"u8, 0xD0, 7, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0, .. new byte[12]];
        using var decoder = new Mp3Decoder();
        var run = DecoderRun.Of(decoder, [.. encoded, .. ape, .. "TAG"u8, .. new byte[125]]);
        Assert.Equal(new SoundInfo("MP3", "Guten Morgen", "Ada", file.Frames), decoder.Info);
        Assert.Equal(DecoderRun.Of(new Mp3Decoder(), plain).Samples, run.Samples);
        Assert.Equal(0, run.Damaged);
    }

    [Fact]
    public async Task One_stream_behind_another_is_heard_also_in_another_format()
    {
        WaveFile first = EncodedSound.Speech(44_100, 1, 20_000);
        WaveFile second = EncodedSound.Speech(48_000, 2, 20_000);
        byte[] one = await Mp3Files.EncodeAsync(first);
        byte[] other = await Mp3Files.EncodeAsync(second);
        float[] alone = DecoderRun.Of(new Mp3Decoder(), one).Samples;
        var run = DecoderRun.Of(new Mp3Decoder(), [.. one, .. one, .. other], piece: 333);
        Assert.Equal([44_100, 48_000], run.Parts.Select(static part => part.Format.SampleRate));
        Assert.Equal([.. alone, .. alone], run.Parts[0].Samples);
        Assert.Equal(DecoderRun.Of(new Mp3Decoder(), other).Samples, run.Parts[1].Samples);
        Assert.Equal(0, run.Damaged);
    }

    [Fact]
    public async Task The_first_frame_is_heard_with_the_header_of_the_next_and_the_others_when_they_are_whole()
    {
        byte[] encoded = await Mp3Files.EncodeAsync(EncodedSound.Speech(24_000, 1, 12_000), "-t", "-b", "48");
        List<int> frames = Mp3Files.Frames(encoded);
        using var decoder = new Mp3Decoder();
        float[] room = new float[4096];
        Assert.Equal(0, Feed(encoded.AsSpan(0, frames[1] + 3)));
        Assert.Equal(576, Feed(encoded.AsSpan(frames[1] + 3, 1)));
        Assert.Equal(0, Feed(encoded.AsSpan(frames[1] + 4, frames[2] - frames[1] - 5)));
        Assert.Equal(576, Feed(encoded.AsSpan(frames[2] - 1, 1)));

        int Feed(ReadOnlySpan<byte> bytes)
        {
            int samples = 0;
            while (!bytes.IsEmpty || decoder.HasOutput)
            {
                decoder.Decode(bytes, room, out int taken, out int written);
                bytes = bytes[taken..];
                samples += written;
            }
            return samples;
        }
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(2, CraftedFrames.Mono)]
    public void A_frame_allocates_nothing(int version, int extension)
    {
        byte[] encoded = new CraftedFrames(version, rateIndex: 1, extension).Make(40);
        using var decoder = new Mp3Decoder();
        float[] room = new float[2 * 40 * 1152];
        decoder.Decode(encoded, [], out int taken, out _);
        decoder.Decode(encoded.AsSpan(taken), room, out _, out _);
        Assert.Equal(0, Allocations.Of(() => decoder.Decode(encoded, room, out _, out _)));
    }

    [Fact]
    public void What_never_synchronizes_is_refused_within_64_KiB()
    {
        byte[] noise = new byte[70_000];
        new Random(2).NextBytes(noise);
        foreach (
            byte[] stream in (byte[][])
                [
                    [],
                    [0xFF],
                    noise,
                    [.. Enumerable.Repeat((byte)0xFF, 70_000)],
                ]
        )
        {
            ProtocolException refused = Assert.Throws<ProtocolException>(() => DecoderRun.Of(new Mp3Decoder(), stream));
            Assert.Equal(ProtocolErrorCode.Malformed, refused.Code);
        }
    }
}
