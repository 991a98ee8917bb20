using Audio.Core.Buffers;
using Audio.Protocol;
using CsCheck;

namespace Audio.Core.Tests.Buffers;

/// <summary>
/// The jitter buffer against a queue that does the same the simple way, and against a real second thread.
/// </summary>
public sealed class JitterBufferModelTests
{
    private enum Step
    {
        Write,
        Read,
        OpenGate,
        Reclaim,
        Complete,
    }

    private static readonly Gen<(Step Step, int Frames)[]> Steps = Gen.Select(
        Gen.Frequency(
            (20, Gen.Const(Step.Write)),
            (20, Gen.Const(Step.Read)),
            (2, Gen.Const(Step.OpenGate)),
            (2, Gen.Const(Step.Reclaim)),
            (1, Gen.Const(Step.Complete))
        ),
        Gen.Int[0, 40]
    ).Array[0, 80];

    [Fact]
    public void Any_order_of_calls_gives_what_a_queue_gives() =>
        Gen.Select(Steps, Gen.Int[1, 2], Gen.Int[1, 70], Gen.Int[0, 20], Gen.Int[1, 12])
            .Sample(
                (steps, channels, capacity, prefill, blocks) =>
                {
                    prefill = Math.Min(prefill, capacity);
                    var pool = new SampleBlockPool(blocks, blockLength: 16);
                    var buffer = new JitterBuffer(pool, AudioFormat.Float32(48_000, channels), capacity, prefill);
                    var model = new Model(channels, prefill);
                    float next = 0;
                    foreach ((Step step, int frames) in steps)
                    {
                        switch (step)
                        {
                            case Step.Write:
                                float[] samples = [.. Enumerable.Range(0, frames * channels).Select(i => next + i)];
                                int taken = buffer.Write(samples);
                                bool cappedByPool = taken < samples.Length && pool.Available == 0;
                                if (model.Completed)
                                {
                                    taken.Should().Be(0);
                                }
                                else if (!cappedByPool)
                                {
                                    taken
                                        .Should()
                                        .Be(Math.Min(samples.Length, capacity * channels - model.Queue.Count));
                                }

                                for (int i = 0; i < taken; i++)
                                    model.Queue.Enqueue(samples[i]);
                                next += taken;
                                break;
                            case Step.Read:
                                float[] room = new float[frames * channels];
                                room[..buffer.Read(room)].Should().Equal(model.Read(room.Length));
                                break;
                            case Step.OpenGate:
                                buffer.OpenGate();
                                model.GateOpened = true;
                                break;
                            case Step.Reclaim:
                                buffer.Reclaim();
                                pool.Rented.Should().BeLessThanOrEqualTo(model.Queue.Count / 16 + 2);
                                break;
                            default:
                                buffer.Complete();
                                model.Completed = true;
                                break;
                        }

                        buffer.BufferedFrames.Should().Be(model.Queue.Count / channels);
                        buffer.FreeFrames.Should().Be(capacity - model.Queue.Count / channels);
                        buffer.IsDrained.Should().Be(model.Completed && model.Queue.Count == 0);
                        buffer.Underruns.Should().Be(model.Underruns);
                    }

                    (buffer.FramesWritten - buffer.FramesRead).Should().Be(buffer.BufferedFrames);
                    buffer.Dispose();
                    pool.Rented.Should().Be(0);
                },
                iter: 2_000
            );

    [Theory]
    [InlineData(1, 0), InlineData(2, 0), InlineData(1, 300), InlineData(2, 300)]
    public void With_a_producer_and_a_consumer_at_once_every_sample_comes_once_and_in_order(
        int channels,
        int prefillFrames
    )
    {
        const int Total = 4_000_000;
        var pool = new SampleBlockPool(capacity: 12, blockLength: 128);
        using var buffer = new JitterBuffer(
            pool,
            AudioFormat.Float32(48_000, channels),
            capacityFrames: 700,
            prefillFrames
        );
        var producer = new Thread(() => Produce(buffer, Total, channels));
        producer.Start();
        int mismatches = 0;
        int position = 0;
        var random = new Random(1);
        float[] samples = new float[400];
        var spin = new SpinWait();
        while (!buffer.IsDrained)
        {
            int wanted = random.Next(1, 200) * channels;
            int count = buffer.Read(samples.AsSpan(0, wanted));
            for (int i = 0; i < count; i++)
                mismatches += samples[i] == position++ ? 0 : 1;
            if (count == 0)
                spin.SpinOnce(sleep1Threshold: -1);
        }

        producer.Join();
        mismatches.Should().Be(0);
        position.Should().Be(Total);
        pool.Rented.Should().BeLessThanOrEqualTo(12);
    }

    private static void Produce(JitterBuffer buffer, int total, int channels)
    {
        var random = new Random(2);
        int position = 0;
        var spin = new SpinWait();
        while (position < total)
        {
            Span<float> space = buffer.GetSpan();
            int count = Math.Min(Math.Min(space.Length, random.Next(1, 150) * channels), total - position);
            for (int i = 0; i < count; i++)
                space[i] = position++;
            buffer.Advance(count);
            if (count == 0)
                spin.SpinOnce(sleep1Threshold: -1);
        }

        buffer.Complete();
    }

    /// <summary>The same rules, written down without blocks or threads.</summary>
    private sealed class Model(int channels, int prefillFrames)
    {
        private bool _flowing;
        private bool _starved;

        public Queue<float> Queue { get; } = new();

        public bool GateOpened { get; set; }

        public bool Completed { get; set; }

        public int Underruns { get; private set; }

        public float[] Read(int samples)
        {
            if (!_flowing)
            {
                bool open = Queue.Count >= prefillFrames * channels || Completed || GateOpened;
                if (Queue.Count == 0 || !open)
                    return [];
            }

            float[] read = [.. Enumerable.Range(0, Math.Min(samples, Queue.Count)).Select(_ => Queue.Dequeue())];
            if (read.Length > 0)
            {
                if (_starved)
                    Underruns++;
                (_starved, _flowing) = (false, true);
                GateOpened = false; // flowing now; what was let through by hand is let through
            }

            if (read.Length < samples && !Completed && _flowing)
                (_flowing, _starved) = (false, true);
            return read;
        }
    }
}
