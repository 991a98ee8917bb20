using Audio.Core.Buffers;
using Audio.Protocol;
using Audio.Testing;

namespace Audio.Core.Tests.Buffers;

public sealed class JitterBufferTests
{
    private static readonly AudioFormat Mono = AudioFormat.Float32(48_000, 1);

    [Fact]
    public void An_empty_buffer_leases_nothing_whatever_its_capacity()
    {
        var pool = new SampleBlockPool(capacity: 1_000, blockLength: 8);
        using var buffer = new JitterBuffer(pool, Mono, capacityFrames: 48_000 * 30);
        pool.Rented.Should().Be(0);
        buffer.Read(new float[4]).Should().Be(0);
    }

    [Fact]
    public void Memory_follows_what_is_held()
    {
        var pool = new SampleBlockPool(capacity: 1_000, blockLength: 8);
        using var buffer = new JitterBuffer(pool, Mono, capacityFrames: 800);
        buffer.Write(new float[80]).Should().Be(80);
        pool.Rented.Should().Be(10);
        buffer.Read(new float[79]).Should().Be(79);
        pool.Rented.Should().Be(10, "the render thread never touches the pool");
        buffer.Reclaim();
        pool.Rented.Should().Be(1);
        buffer.Read(new float[1]);
        buffer.Reclaim();
        pool.Rented.Should().Be(0);
    }

    [Fact]
    public void GetSpan_gives_back_what_has_been_read()
    {
        var pool = new SampleBlockPool(capacity: 2, blockLength: 8);
        using var buffer = new JitterBuffer(pool, Mono, capacityFrames: 100);
        buffer.Write(new float[16]).Should().Be(16);
        buffer.GetSpan().Length.Should().Be(0, "the pool is empty");
        buffer.Read(new float[8]);
        buffer.GetSpan().Length.Should().Be(8);
    }

    [Fact]
    public void Write_at_capacity_takes_what_fits()
    {
        using var buffer = new JitterBuffer(new SampleBlockPool(100, 8), Mono, capacityFrames: 21);
        buffer.Write(new float[30]).Should().Be(21);
        buffer.FreeFrames.Should().Be(0);
        buffer.GetSpan().Length.Should().Be(0);
        buffer.Read(new float[5]);
        buffer.FreeFrames.Should().Be(5);
        buffer.GetSpan().Length.Should().Be(3, "that is the end of the block");
    }

    [Fact]
    public void Write_stereo_takes_whole_frames_only()
    {
        using var buffer = new JitterBuffer(
            new SampleBlockPool(100, 8),
            AudioFormat.Float32(48_000, 2),
            capacityFrames: 100
        );
        buffer.Write(new float[7]).Should().Be(6);
        (buffer.FramesWritten, buffer.BufferedFrames).Should().Be((3, 3));
        FluentActions.Invoking(() => buffer.Advance(1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Advance_further_than_the_span_reached_is_refused()
    {
        using var buffer = new JitterBuffer(new SampleBlockPool(100, 8), Mono, capacityFrames: 100);
        FluentActions
            .Invoking(() => buffer.Advance(1))
            .Should()
            .Throw<ArgumentOutOfRangeException>("there was no span");
        buffer.GetSpan();
        FluentActions.Invoking(() => buffer.Advance(9)).Should().Throw<ArgumentOutOfRangeException>();
        buffer.Advance(8);
        FluentActions.Invoking(() => buffer.Advance(1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Read_below_the_prefill_gives_nothing_until_it_is_reached()
    {
        using var buffer = new JitterBuffer(new SampleBlockPool(100, 8), Mono, 100, prefillFrames: 10);
        buffer.Write(new float[9]);
        buffer.Read(new float[4]).Should().Be(0);
        buffer.Write(new float[1]);
        buffer.Read(new float[4]).Should().Be(4);
        buffer.Read(new float[4]).Should().Be(4, "an open gate stays open below the prefill");
    }

    [Fact]
    public void Read_after_a_starvation_waits_for_the_prefill_again()
    {
        using var buffer = new JitterBuffer(new SampleBlockPool(100, 8), Mono, 100, prefillFrames: 10);
        buffer.Write(new float[10]);
        buffer.Read(new float[12]).Should().Be(10);
        buffer.Write(new float[9]);
        buffer.Read(new float[12]).Should().Be(0);
        buffer.Underruns.Should().Be(0, "no sound has gone on yet");
        buffer.Write(new float[1]);
        buffer.Read(new float[5]).Should().Be(5);
        buffer.Underruns.Should().Be(1);
    }

    [Fact]
    public void PrefillFrames_set_anew_counts_from_the_next_starvation_on()
    {
        using var buffer = new JitterBuffer(new SampleBlockPool(100, 8), AudioFormat.Float32(48_000, 2), 100);
        buffer.Write(new float[8]);
        buffer.IsFlowing.Should().BeFalse();
        buffer.Read(new float[4]).Should().Be(4);
        buffer.PrefillFrames = 10;
        (buffer.IsFlowing, buffer.PrefillFrames).Should().Be((true, 10));
        buffer.Read(new float[8]).Should().Be(4, "it flows");
        buffer.IsFlowing.Should().BeFalse();
        buffer.Write(new float[18]);
        buffer.Read(new float[8]).Should().Be(0, "10 frames are 20 samples");
        buffer.PrefillFrames = 9;
        buffer.Read(new float[8]).Should().Be(8);
        FluentActions.Invoking(() => buffer.PrefillFrames = 101).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => buffer.PrefillFrames = -1).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Complete_opens_the_gate()
    {
        using var buffer = new JitterBuffer(new SampleBlockPool(100, 8), Mono, 100, prefillFrames: 10);
        buffer.Write(new float[3]);
        buffer.Complete();
        buffer.IsDrained.Should().BeFalse();
        buffer.Read(new float[12]).Should().Be(3);
        (buffer.IsCompleted, buffer.IsDrained, buffer.Underruns).Should().Be((true, true, 0));
        buffer.Write(new float[3]).Should().Be(0, "the stream is complete");
    }

    [Fact]
    public void OpenGate_lets_what_is_held_through_until_the_next_starvation()
    {
        using var buffer = new JitterBuffer(new SampleBlockPool(100, 8), Mono, 100, prefillFrames: 10);
        buffer.Write(new float[3]);
        buffer.OpenGate();
        buffer.Read(new float[2]).Should().Be(2);
        buffer.Read(new float[2]).Should().Be(1);
        buffer.Write(new float[9]);
        buffer.Read(new float[2]).Should().Be(0);
    }

    [Fact]
    public void OpenGate_with_nothing_held_lets_the_next_samples_through()
    {
        using var buffer = new JitterBuffer(new SampleBlockPool(100, 8), Mono, 100, prefillFrames: 10);
        buffer.OpenGate();
        buffer.Read(new float[2]).Should().Be(0);
        buffer.Write(new float[3]);
        buffer.Read(new float[2]).Should().Be(2);
    }

    [Fact]
    public void A_starvation_counts_once_and_only_when_sound_goes_on()
    {
        using var buffer = new JitterBuffer(new SampleBlockPool(100, 8), Mono, 100);
        for (int i = 0; i < 3; i++)
            buffer.Read(new float[4]); // before the start
        buffer.Write(new float[6]);
        buffer.Read(new float[4]).Should().Be(4);
        for (int i = 0; i < 3; i++)
            buffer.Read(new float[4]); // 2, 0, 0
        buffer.Underruns.Should().Be(0);
        buffer.Write(new float[4]);
        buffer.Read(new float[4]).Should().Be(4);
        buffer.Underruns.Should().Be(1);
        buffer.Read(new float[4]).Should().Be(0);
        buffer.Complete();
        buffer.Read(new float[4]).Should().Be(0);
        buffer.Underruns.Should().Be(1, "the silence before the end is no underrun");
    }

    [Fact]
    public void Dispose_gives_every_block_back_once()
    {
        var pool = new SampleBlockPool(100, 8);
        var buffer = new JitterBuffer(pool, Mono, 100);
        buffer.Write(new float[50]);
        buffer.Read(new float[20]);
        buffer.Dispose();
        buffer.Dispose();
        pool.Rented.Should().Be(0);
        buffer.GetSpan().Length.Should().Be(0);
    }

    [Theory]
    [InlineData(0, 0, 1), InlineData(10, 11, 1), InlineData(10, -1, 1), InlineData(int.MaxValue, 0, 2)]
    public void Sizes_that_make_no_sense_are_refused(int capacity, int prefill, int channels) =>
        FluentActions
            .Invoking(() =>
                new JitterBuffer(new SampleBlockPool(1), AudioFormat.Float32(48_000, channels), capacity, prefill)
            )
            .Should()
            .Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Only_float_is_held() =>
        FluentActions
            .Invoking(() => new JitterBuffer(new SampleBlockPool(1), AudioFormat.Pcm16(48_000, 1), 10))
            .Should()
            .Throw<ArgumentException>();

    [Fact]
    public void Read_and_a_reclaiming_write_allocate_nothing()
    {
        using var buffer = new JitterBuffer(new SampleBlockPool(100, 64), Mono, 1_000);
        float[] samples = new float[100];
        Allocations
            .Of(() =>
            {
                for (int i = 0; i < 100; i++)
                {
                    buffer.Write(samples);
                    buffer.Read(samples);
                }
            })
            .Should()
            .Be(0);
    }
}
