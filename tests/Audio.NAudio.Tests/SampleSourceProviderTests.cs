using Audio.Core;
using Audio.Protocol;
using NAudio.Wave;

namespace Audio.NAudio.Tests;

public sealed class SampleSourceProviderTests
{
    private readonly float[] _buffer = new float[4];

    [Fact]
    public void Format_IsTheSourcesAsIeeeFloat()
    {
        WaveFormat format = new SampleSourceProvider(new QueueSource(2)).WaveFormat;

        (format.Encoding, format.SampleRate, format.Channels, format.BitsPerSample).Should().Be((WaveFormatEncoding.IeeeFloat, 48_000, 2, 32));
    }

    [Fact]
    public void Starving_IsFilledWithSilence_AndGoesOnSampleForSample()
    {
        var source = new QueueSource(1, 1, 2);
        var provider = new SampleSourceProvider(source);

        Read(provider).Should().Equal(1, 2, 0, 0);
        Read(provider).Should().Equal(0, 0, 0, 0);
        source.Enqueue(3, 4, 5, 6, 7);
        Read(provider).Should().Equal(3, 4, 5, 6);
        source.Completed = true;
        Read(provider).Should().Equal(7);
        Read(provider).Should().BeEmpty();
    }

    [Fact]
    public void ASourceThatCannotStarve_EndsAtItsFirstShortRead_AndIsNotAskedAgain()
    {
        int reads = 0;
        var provider = new SampleSourceProvider(new ScriptedSource(_ => ++reads == 1 ? 2 : 4));

        Read(provider).Should().HaveCount(2);
        Read(provider).Should().BeEmpty();
        reads.Should().Be(1);
    }

    [Fact]
    public void AnotherEncoding_IsRefused() =>
        FluentActions.Invoking(() => new SampleSourceProvider(new QueueSource(1) { Format = AudioFormat.Pcm16(48_000, 1) }))
            .Should().Throw<AudioException>().Which.Kind.Should().Be(AudioErrorKind.Unsupported);

    private float[] Read(SampleSourceProvider provider)
    {
        Array.Fill(_buffer, 9f);
        return _buffer[..provider.Read(_buffer)];
    }
}
