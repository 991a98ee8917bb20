using Audio.Core;
using Audio.Protocol;
using NAudio.Wave;

namespace Audio.NAudio.Tests;

public sealed class SampleProviderSourceTests
{
    private static readonly WaveFormat Stereo = WaveFormat.CreateIeeeFloatWaveFormat(44_100, 2);

    [Fact]
    public void Format_IsTheProvidersAs32BitFloat() =>
        new SampleProviderSource(new CountingProvider(Stereo)).Format.Should().Be(AudioFormat.Float32(44_100, 2));

    [Fact]
    public void ShortReads_AreNotTheEnd_NothingIs()
    {
        var source = new SampleProviderSource(new CountingProvider(Stereo, 2, 4, 2, 2));
        var buffer = new float[8];

        source.Read(buffer).Should().Be(8);
        buffer.Should().Equal(1, 2, 3, 4, 5, 6, 7, 8);
        source.Read(buffer).Should().Be(2);
        buffer[..2].Should().Equal(9, 10);
        source.Read(buffer).Should().Be(0);
    }

    [Fact]
    public void HalfAFrameAtTheEnd_IsLeftOut() =>
        new SampleProviderSource(new CountingProvider(Stereo, 3)).Read(new float[8]).Should().Be(2);

    [Fact]
    public void AnotherEncoding_IsRefused() =>
        FluentActions.Invoking(() => new SampleProviderSource(new CountingProvider(new WaveFormat(44_100, 2))))
            .Should().Throw<AudioException>().WithMessage("A sample provider is 32-bit float; this one is Pcm with 16 bits.");

    [Fact]
    public void ThereAndBack_IsSampleExact()
    {
        var source = new SampleProviderSource(new SampleSourceProvider(new QueueSource(2, 0.1f, -0.2f, 0.3f, -0.4f) { Completed = true }));
        var buffer = new float[8];

        source.Read(buffer).Should().Be(4);
        buffer[..4].Should().Equal(0.1f, -0.2f, 0.3f, -0.4f);
    }
}
