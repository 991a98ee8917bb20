using Audio.Core.Buffers;
using Audio.Protocol;

namespace Audio.Core.Tests.Buffers;

/// <summary>A provisional tail is read where samples are missing, and the true samples go on behind it.</summary>
public sealed class ProvisionalTailTests
{
    private readonly SampleBlockPool _pool = new(capacity: 1_000, blockLength: 8);

    [Fact]
    public void The_tail_is_read_behind_what_is_published_and_the_true_samples_go_on_behind_it()
    {
        using JitterBuffer buffer = Make();
        buffer.Write([1, 2, 3]);
        Preview(buffer, -4, -5, -6);
        (buffer.BufferedFrames, buffer.FramesWritten).Should().Be((6, 6));
        Read(buffer, 5).Should().Equal(1, 2, 3, -4, -5);
        buffer.Write([4, 5, 6, 7]);
        buffer.BufferedFrames.Should().Be(2);
        Read(buffer, 2)
            .Should()
            .Equal([6, 7], "what was heard of the tail is not played again, and nothing is shifted");
        buffer.Underruns.Should().Be(0);
    }

    [Fact]
    public void The_tail_gives_way_to_what_is_published()
    {
        using JitterBuffer buffer = Make();
        buffer.Write([1]);
        Preview(buffer, -2, -3);
        buffer.Write([2]);
        Read(buffer, 3).Should().Equal([1, 2, -3], "until the next tail the rest of the last one holds");
        buffer.Write([3, 4]);
        Preview(buffer, -5);
        Read(buffer, 9).Should().Equal(4, -5);
        buffer.IsDry.Should().BeTrue();
    }

    [Fact]
    public void The_tail_alone_sounds_counts_for_the_prefill_and_is_none_when_the_stream_is_complete()
    {
        using JitterBuffer buffer = Make(prefill: 3);
        Preview(buffer, -1, -2);
        Read(buffer, 9).Should().BeEmpty("the prefill is not reached");
        Preview(buffer, -1, -2, -3);
        Read(buffer, 1).Should().Equal(-1);
        buffer.Write([1, 2]);
        buffer.Complete();
        Read(buffer, 9).Should().Equal(2);
        buffer.IsDrained.Should().BeTrue();
    }

    [Fact]
    public async Task With_both_threads_at_work_each_sample_comes_once_and_in_its_order()
    {
        const int Total = 2_000_000;
        using JitterBuffer buffer = Make();
        var producer = Task.Run(() => Produce(buffer, Total), TestContext.Current.CancellationToken);
        float[] room = new float[61];
        int next = 0;
        while (next < Total)
        {
            int count = buffer.Read(room);
            for (int i = 0; i < count; i++)
            {
                if (Math.Abs(room[i]) != next + i)
                    Assert.Fail($"{room[i]} came where {next + i} belongs.");
            }

            next += count;
        }

        await producer;
        buffer.BufferedFrames.Should().Be(0);
    }

    /// <summary>Writes 0, 1, 2, … and, behind each chunk, what follows as negative samples.</summary>
    private static void Produce(JitterBuffer buffer, int total)
    {
        var random = new Random(7);
        int written = 0;
        while (written < total)
        {
            Span<float> room = buffer.GetSpan();
            int count = Math.Min(Math.Min(room.Length, random.Next(1, 40)), total - written);
            for (int i = 0; i < count; i++)
                room[i] = written + i;
            buffer.Advance(count);
            written += count;
            int ahead = Math.Min(8, total - written);
            for (int i = 0; i < ahead; i++)
                buffer.TailSpan[i] = -(written + i);
            buffer.AdvanceTail(ahead);
        }
    }

    private JitterBuffer Make(int prefill = 0) =>
        new(_pool, AudioFormat.Float32(48_000, 1), 4_000, prefill, tailFrames: 8);

    private static void Preview(JitterBuffer buffer, params float[] samples)
    {
        samples.CopyTo(buffer.TailSpan);
        buffer.AdvanceTail(samples.Length);
    }

    private static float[] Read(JitterBuffer buffer, int samples)
    {
        float[] room = new float[samples];
        return room[..buffer.Read(room)];
    }
}
