using Audio.Core.Codecs.Mp3;
using Audio.Testing;
using NAudio.Wave;

namespace Audio.Core.Tests.Codecs.Mp3;

/// <summary>Within 1e-5 of ffmpeg, with all tables.</summary>
public sealed class LayerIITests
{
    private const float Limit = 1e-5f;
    private const int Count = 20;

    public static TheoryData<int, int, int, int> Kinds =>
        [
            .. from version in (int[])[3, 2]
            from rateIndex in (int[])[0, 1, 2]
            from bitRateIndex in (int[])[2, 6, 9, 14]
            from mode in (ChannelMode[])[ChannelMode.Stereo, ChannelMode.JointStereo, ChannelMode.Mono]
            select (version, rateIndex, bitRateIndex, (int)mode),
        ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Frames_of_layer_two_are_within_1e_5_of_ffmpeg(
        int version,
        int rateIndex,
        int bitRateIndex,
        int mode
    )
    {
        byte[] stream = new CraftedLayerII(version, rateIndex, bitRateIndex, (ChannelMode)mode).Make(Count);

        var run = DecoderRun.Of(new Mp3Decoder(), stream);

        Assert.Equal(0, run.Damaged);
        float[] reference = await EncodedSound.FfmpegAsync(stream, "mp3", "-c:a", "mp2float");
        Assert.InRange(reference.Max(), 0.001f, 4f);
        Assert.InRange(Mp3Files.Deviation(run.Samples, reference), 0, Limit);
    }

    [Fact]
    public void A_frame_allocates_nothing()
    {
        byte[] encoded = new CraftedLayerII(3, 0, 9, ChannelMode.JointStereo).Make(Count);
        using var decoder = new Mp3Decoder();
        float[] room = new float[2 * Count * 1152];
        decoder.Decode(encoded, [], out int taken, out _);
        decoder.Decode(encoded.AsSpan(taken), room, out _, out _);
        Assert.Equal(0, Allocations.Of(() => decoder.Decode(encoded, room, out _, out _)));
    }

    [Fact]
    public void A_frame_that_has_more_samples_than_bits_is_concealed()
    {
        byte[] stream = new CraftedLayerII(3, 0, 9, ChannelMode.Stereo).Make(Count);
        int frame = Mp3Files.Frames(stream)[5];
        stream.AsSpan(frame + MpegHeader.Size, 60).Fill(0xFF);
        Assert.Equal(1, DecoderRun.Of(new Mp3Decoder(), stream).Damaged);
    }
}
