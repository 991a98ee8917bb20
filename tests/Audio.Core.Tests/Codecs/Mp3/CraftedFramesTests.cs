using Audio.Core.Codecs.Mp3;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Codecs.Mp3;

/// <summary>
/// Within 1e-5 of ffmpeg, in long, short and mixed blocks, with all Huffman tables, at all rates and in all modes.
/// </summary>
public sealed class CraftedFramesTests
{
    private const float Limit = 1e-5f;
    private const int Count = 40;

    public static TheoryData<int, int, int> Kinds =>
        [
            .. from version in (int[])[3, 2, 0]
            from rateIndex in (int[])[0, 1, 2]
            from extension in (int[])[CraftedFrames.Mono, 0, 1, 2, 3]
            select (version, rateIndex, extension),
        ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Frames_that_no_encoder_writes_are_within_1e_5_of_ffmpeg(int version, int rateIndex, int extension)
    {
        byte[] stream = new CraftedFrames(version, rateIndex, extension).Make(Count);

        var run = DecoderRun.Of(new Mp3Decoder(), stream);

        Assert.Equal(0, run.Damaged);
        float[] reference = await EncodedSound.FfmpegAsync(stream, "mp3");
        Assert.InRange(reference.Max(), 0.01f, 1f);
        Assert.InRange(Mp3Files.Deviation(run.Samples, reference), 0, Limit);
    }

    /// <summary>ISO/IEC 11172-3 and 13818-3 say so; ffmpeg and mpg123 differ in MPEG 2.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public void The_last_position_stands_for_no_intensity_stereo(int version)
    {
        byte[] stream = new CraftedFrames(version, rateIndex: 1, extension: 1).Make(Count, isNone: true);

        var run = DecoderRun.Of(new Mp3Decoder(), stream);

        Assert.InRange(Signal.Channel<float>(run.Samples, 0).Max(), 0.001f, 1f);
        Assert.All(Signal.Channel<float>(run.Samples, 1), static sample => Assert.Equal(0f, sample));
    }
}
