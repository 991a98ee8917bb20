using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Sessions;

/// <summary>Sessions of 5.1: mixed to stereo on the way in, at any rate and however the bytes are cut.</summary>
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

    private async Task<SessionResult> PlayAsync(int rate, byte[] bytes, int chunk)
    {
        AudioSession session = _test.Engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(rate, 6) });
        for (int i = 0; i < bytes.Length; i += chunk)
            await session.WriteAsync(bytes.AsMemory(i, Math.Min(chunk, bytes.Length - i)));
        session.Complete();
        _test.Output.PlayOut();
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        return await session.Completion;
    }
}
