using Audio.Core.Mixing;
using NAudio.Wave;

namespace Audio.Core.Tests.Mixing;

public sealed class GuardedProviderTests
{
    [Fact]
    public void A_read_is_told_in_frames_and_a_short_one_is_the_end()
    {
        var guarded = new GuardedProvider(new Provider(static buffer => Math.Min(buffer.Length, 6)), channels: 2);
        guarded.TryRead(new float[6], out int frames).Should().BeTrue();
        frames.Should().Be(3);
        guarded.IsDrained.Should().BeFalse();
        guarded.TryRead(new float[8], out frames).Should().BeTrue();
        frames.Should().Be(3);
        guarded.IsDrained.Should().BeTrue();
        guarded.Fault.Should().BeNull();
    }

    [Fact]
    public void What_it_throws_is_a_fault()
    {
        var error = new InvalidDataException("broken");
        var guarded = new GuardedProvider(new Provider(_ => throw error), channels: 1);
        guarded.TryRead(new float[4], out _).Should().BeFalse();
        guarded.Fault.Should().BeSameAs(error);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(3)]
    [InlineData(6)]
    public void What_it_returns_against_its_contract_is_a_fault(int samples)
    {
        var guarded = new GuardedProvider(new Provider(_ => samples), channels: 2);
        guarded.TryRead(new float[4], out _).Should().BeFalse();
        guarded
            .Fault.Should()
            .BeOfType<InvalidOperationException>()
            .Which.Message.Should()
            .Be(
                $"Provider.Read returned {samples} for a buffer of 4 samples with 2 channels; "
                    + "it must return the samples written, a whole number of frames."
            );
    }

    private delegate int ReadSamples(Span<float> buffer);

    private sealed class Provider(ReadSamples read) : ISampleProvider
    {
        public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(48_000, 2);

        public int Read(Span<float> buffer) => read(buffer);
    }
}
