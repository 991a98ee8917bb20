using Audio.Core.Buffers;
using Audio.Core.Mixing;
using Audio.Protocol;

namespace Audio.Core.Tests.Buffers;

/// <summary>Samples that are mixed where they lie.</summary>
public sealed class JitterBufferLendTests
{
    private static readonly AudioFormat Mono = AudioFormat.Float32(48_000, 1);

    [Fact]
    public void Lends_what_lies_in_one_block_and_counts_it_as_read_when_it_is_taken_back()
    {
        using JitterBuffer buffer = Filled(20);

        buffer.Lend(12).ToArray().Should().Equal(Numbers(1, 12));
        buffer.BufferedFrames.Should().Be(20, "it is only lent");
        buffer.TakeBack(12);

        buffer.BufferedFrames.Should().Be(8);
        buffer.Lend(4).ToArray().Should().Equal(Numbers(13, 4), "they reach just to the end of the block");
    }

    [Fact]
    public void Lends_nothing_that_lies_in_two_blocks_and_nothing_that_is_not_there()
    {
        using JitterBuffer buffer = Filled(20);

        buffer.Lend(17).Length.Should().Be(0, "a block has 16");
        buffer.Read(new float[16]);
        buffer.Lend(5).Length.Should().Be(0, "4 are there");
        buffer.Lend(0).Length.Should().Be(0);
        buffer.Lend(4).ToArray().Should().Equal(Numbers(17, 4));
    }

    [Fact]
    public void Lends_nothing_before_the_prefill()
    {
        using var buffer = new JitterBuffer(new SampleBlockPool(4, blockLength: 16), Mono, capacityFrames: 40, prefillFrames: 8);
        buffer.Write(Numbers(1, 7));
        buffer.Lend(2).Length.Should().Be(0);

        buffer.Write(Numbers(8, 1));

        buffer.Lend(2).ToArray().Should().Equal(1, 2);
    }

    [Fact]
    public void Sound_that_goes_on_after_a_starvation_with_what_is_lent_is_an_underrun()
    {
        using JitterBuffer buffer = Filled(4);
        buffer.Read(new float[5]).Should().Be(4);
        buffer.Write(Numbers(5, 4));

        buffer.Lend(4).ToArray().Should().Equal(Numbers(5, 4));
        buffer.Underruns.Should().Be(0, "nothing of it has been heard");
        buffer.TakeBack(4);

        buffer.Underruns.Should().Be(1);
    }

    [Theory]
    [InlineData(1), InlineData(2)]
    public void The_mix_has_the_same_bits_whether_samples_are_lent_or_copied(int channels)
    {
        const int frames = 480;
        var random = new Random(channels);
        var format = AudioFormat.Float32(48_000, channels);
        var lent = new Mixer(48_000);
        var copied = new Mixer(48_000);
        var pool = new SampleBlockPool(64);
        var inputs = new List<MixerInput>();
        for (int i = 0; i < 3; i++)
        {
            float[] samples = [.. Enumerable.Range(0, 10 * frames * channels).Select(_ => random.NextSingle() - 0.5f)];
            inputs.Add(lent.Add(Holding(samples)));
            inputs.Add(copied.Add(new Copying(Holding(samples))));
        }

        float[] a = new float[2 * frames];
        float[] b = new float[2 * frames];
        for (int render = 0; render < 12; render++)
        {
            if (render == 3) inputs.ForEach(static input => input.Gain = 0.3f);
            if (render == 6) inputs.ForEach(static input => input.Pause());
            if (render == 7) inputs.ForEach(static input => input.Resume());
            lent.Render(a).Should().Be(copied.Render(b));
            a.Should().Equal(b);
        }

        inputs.Should().OnlyContain(static input => input.EndedBy == MixerInputEnd.Drained && input.FramesMixed == 10 * frames);

        JitterBuffer Holding(float[] samples)
        {
            var buffer = new JitterBuffer(pool, format, capacityFrames: 48_000);
            buffer.Write(samples);
            buffer.Complete();
            return buffer;
        }
    }

    private static JitterBuffer Filled(int frames)
    {
        var buffer = new JitterBuffer(new SampleBlockPool(4, blockLength: 16), Mono, capacityFrames: 40);
        buffer.Write(Numbers(1, frames));
        return buffer;
    }

    private static float[] Numbers(int first, int count) => [.. Enumerable.Range(first, count).Select(static i => (float)i)];

    private sealed class Copying(JitterBuffer buffer) : ISampleSource, IDrainable
    {
        public AudioFormat Format => buffer.Format;

        public bool IsDrained => buffer.IsDrained;

        public int Read(Span<float> target) => buffer.Read(target);
    }
}
