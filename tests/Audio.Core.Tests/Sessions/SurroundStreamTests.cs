using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Sessions;

/// <summary>
/// Sessions of 3 to 8 channels: mixed to stereo on the way in, at any rate and however the bytes are cut.
/// </summary>
public sealed class SurroundStreamTests
{
    private const float MinusThree = 0.70710678f;

    private readonly TestEngine _test = new();

    [Theory]
    [InlineData(7), InlineData(500), InlineData(100_000)]
    public async Task Six_channels_are_heard_as_stereo_frame_for_frame(int chunk)
    {
        short[] samples = [.. Enumerable.Range(0, 6 * 2_880).Select(i => (short)(i * 37 % 4_000))];
        SessionResult result = await PlayAsync(48_000, TestEngine.Pcm(samples), chunk);
        (result.Reason, result.Statistics.FramesPlayed).Should().Be((SessionEndReason.Completed, 2_880));
        float[] expected =
        [
            .. samples
                .Select(sample => sample / 32_768f)
                .Chunk(6)
                .SelectMany(f =>
                    new[] { f[0] + MinusThree * f[2] + MinusThree * f[4], f[1] + MinusThree * f[2] + MinusThree * f[5] }
                ),
        ];
        _test.Output.Rendered.Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-6f);
        _test.Output.Rendered.Should().HaveCount(5_760);
    }

    [Fact]
    public async Task Another_rate_is_resampled_as_stereo()
    {
        short[] samples =
        [
            .. Enumerable.Repeat(new short[] { 8_192, -8_192, 0, 32_000, 0, 0 }, 2_400).SelectMany(frame => frame),
        ];
        SessionResult result = await PlayAsync(24_000, TestEngine.Pcm(samples), 999);
        result.Statistics.FramesPlayed.Should().Be(2_400);
        _test.Output.Rendered.Should().HaveCount(2 * 4_800);
        _test
            .Output.Rendered.Skip(200)
            .Take(9_000)
            .Where((_, i) => i % 2 == 0)
            .Should()
            .OnlyContain(left => Math.Abs(left - 0.25f) < 1e-5f, "the LFE is left out");
    }

    [Theory]
    [InlineData(3, MinusThree, MinusThree), InlineData(4, 0f, MinusThree), InlineData(5, 0f, MinusThree)]
    [InlineData(7, 0f, MinusThree), InlineData(8, 0f, MinusThree)]
    public async Task Up_to_8_channels_are_heard_as_stereo(int channels, float left, float right)
    {
        short[] frame = [8_192, .. new short[channels - 2], 16_384]; // front left, and the last channel
        short[] samples = [.. Enumerable.Repeat(frame, 960).SelectMany(static frame => frame)];

        SessionResult result = await PlayAsync(48_000, TestEngine.Pcm(samples), chunk: 333, channels);

        result.Statistics.FramesPlayed.Should().Be(960);
        float[] expected = [0.25f + 0.5f * left, 0.5f * right];
        _test
            .Output.Rendered.Should()
            .HaveCount(1_920)
            .And.Equal(Enumerable.Repeat(expected, 960).SelectMany(static frame => frame), Near);
        static bool Near(float heard, float sent) => Math.Abs(heard - sent) < 1e-6f;
    }

    private async Task<SessionResult> PlayAsync(int rate, byte[] bytes, int chunk, int channels = 6)
    {
        var options = new SessionOptions { Format = AudioFormat.Pcm16(rate, channels) };
        AudioSession session = _test.Engine.OpenSession(options);
        for (int i = 0; i < bytes.Length; i += chunk)
            await session.WriteAsync(bytes.AsMemory(i, Math.Min(chunk, bytes.Length - i)));
        session.Complete();
        _test.Output.PlayOut();
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        return await session.Completion;
    }
}
