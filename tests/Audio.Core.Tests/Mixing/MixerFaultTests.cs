using Audio.Core.Mixing;
using Audio.Core.Sinks;
using NAudio.Wave;

namespace Audio.Core.Tests.Mixing;

/// <summary>A source at fault ends its own input, and is heard nowhere else.</summary>
public sealed class MixerFaultTests
{
    [Fact]
    public void A_source_that_throws_ends_as_faulted_and_the_others_play_on()
    {
        var observer = new CountingObserver();
        var mixer = new Mixer(48_000, observer);
        MixerInput good = mixer.Add(new ConstantSource(2, 0.5f));
        var error = new InvalidDataException("plugin");
        MixerInput bad = mixer.Add(new FaultySource(_ => throw error));
        float[] buffer = new float[20];
        mixer.Render(buffer).Should().BeTrue();
        buffer.Should().OnlyContain(sample => sample == 0.5f);
        (bad.EndedBy, bad.EndFrame, bad.FramesMixed, good.IsEnded).Should().Be((MixerInputEnd.Faulted, 0, 0, false));
        bad.Fault.Should().BeSameAs(error);
        good.Fault.Should().BeNull();
        observer.Changes.Should().Be(1);
        mixer.Render(buffer).Should().BeTrue();
        observer.Changes.Should().Be(1);
    }

    [Fact]
    public void A_source_that_throws_when_it_is_alone_leaves_the_buffer_untouched()
    {
        var mixer = new Mixer(48_000);
        mixer.Add(new FaultySource(_ => throw new InvalidDataException()));
        float[] buffer = new float[20];
        mixer.Render(buffer).Should().BeFalse();
        buffer.Should().OnlyContain(sample => sample == 0f);
    }

    [Theory]
    [InlineData(-1), InlineData(21), InlineData(3)]
    public void A_source_that_breaks_its_contract_ends_as_faulted(int returned)
    {
        var mixer = new Mixer(48_000);
        MixerInput input = mixer.Add(new FaultySource(_ => returned));
        mixer.Render(new float[20]).Should().BeFalse();
        input.EndedBy.Should().Be(MixerInputEnd.Faulted);
        input
            .Fault!.Message.Should()
            .Be(
                $"FaultySource.Read returned {returned} for a buffer of 20 samples with 2 channels; it must "
                    + "return the samples written, a whole number of frames."
            );
    }

    [Fact]
    public void A_source_that_fails_later_keeps_what_was_heard_of_it()
    {
        var mixer = new Mixer(48_000);
        int reads = 0;
        MixerInput input = mixer.Add(
            new FaultySource(length => reads++ == 0 ? length : throw new InvalidDataException())
        );
        mixer.Render(new float[20]);
        mixer.Render(new float[20]);
        (input.EndedBy, input.StartFrame, input.EndFrame, input.FramesMixed)
            .Should()
            .Be((MixerInputEnd.Faulted, 0, 10, 10));
    }

    [Fact]
    public void A_source_whose_end_throws_ends_as_faulted()
    {
        var mixer = new Mixer(48_000);
        MixerInput input = mixer.Add(new BadEnd());
        mixer.Render(new float[20]);
        input.EndedBy.Should().Be(MixerInputEnd.Faulted);
        input.Fault.Should().BeOfType<InvalidDataException>();
    }

    private sealed class BadEnd : IStreamProvider
    {
        public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(48_000, 1);

        public bool IsDrained => throw new InvalidDataException();

        public bool EndedInSilence => false;

        public bool BeginsSound => false;

        public Action? Readable
        {
            set => _ = value;
        }

        public int Read(Span<float> buffer) => 0;
    }
}
