using System.Buffers;
using System.IO.Pipelines;
using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Audio.Core.Sessions.Intake;
using Audio.Core.Wires;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Microsoft.Reactive.Testing;
using static Microsoft.Reactive.Testing.ReactiveTest;

namespace Audio.Core.Tests.Wires;

/// <summary>
/// A connection between a producer and an observer in virtual time: what is told when, and how long the producer is
/// listened to.
/// </summary>
public sealed class AudioConnectionTimeTests
{
    private readonly TestScheduler _time = new();
    private readonly ITestableObserver<string> _seen;
    private readonly FrameHold _hold = new(static item => item.Execute());
    private readonly Pipe _pipe = new(
        new PipeOptions(
            readerScheduler: PipeScheduler.Inline,
            writerScheduler: PipeScheduler.Inline,
            useSynchronizationContext: false
        )
    );

    public AudioConnectionTimeTests() => _seen = _time.CreateObserver<string>();

    [Fact]
    public void AFrame_is_given_when_its_last_byte_has_come_and_the_end_with_the_producers()
    {
        byte[] second = Frame(2, 0, 3);
        ITestableObservable<byte[]> producer = _time.CreateColdObservable(
            OnNext(10, Frame(1, 0, 1, 2)),
            OnNext(30, second[..5]),
            OnNext(50, second[5..]),
            OnCompleted<byte[]>(70)
        );
        FeedFrom(200, producer);
        SubscribeAt(200);

        _time.Start();

        _seen.Messages.Should().Equal(OnNext(210, "1@0 0102"), OnNext(250, "2@0 03"), OnCompleted<string>(270));
        producer.Subscriptions.Should().Equal(Subscribe(200, 270));
    }

    [Fact]
    public void What_came_before_the_subscription_is_given_with_it()
    {
        ITestableObservable<byte[]> producer = _time.CreateHotObservable(
            OnNext(120, Frame(1, 0, 1)),
            OnNext(150, Frame(1, 1, 2)),
            OnNext(300, Frame(1, 2, 3)),
            OnCompleted<byte[]>(310)
        );
        FeedFrom(130, producer);
        SubscribeAt(200);

        _time.Start();

        _seen.Messages.Should().Equal(OnNext(200, "1@1 02"), OnNext(300, "1@2 03"), OnCompleted<string>(310));
        producer.Subscriptions.Should().Equal(Subscribe(130, 310));
    }

    [Fact]
    public void A_fault_of_the_producer_reaches_the_observer_as_it_is()
    {
        var fault = new IOException("The client is gone.");
        ITestableObservable<byte[]> producer = _time.CreateHotObservable(
            OnNext(210, Frame(1, 0, 1)),
            OnError<byte[]>(230, fault)
        );
        FeedFrom(100, producer);
        SubscribeAt(200);

        _time.Start();

        _seen.Messages.Should().Equal(OnNext(210, "1@0 01"), OnError<string>(230, fault));
        producer.Subscriptions.Should().Equal(Subscribe(100, 230));
    }

    [Fact]
    public void Bytes_that_are_no_frame_end_the_stream_and_the_producer_is_let_go_with_its_next_bytes()
    {
        ITestableObservable<byte[]> producer = _time.CreateHotObservable(
            OnNext(210, Frame(1, 0, 1)),
            OnNext(220, (byte[])[.. Enumerable.Repeat((byte)0xFF, 32)]),
            OnNext(250, Frame(1, 1, 2)),
            OnNext(260, Frame(1, 2, 3))
        );
        FeedFrom(100, producer);
        SubscribeAt(200);

        _time.Start();

        _seen
            .Messages.Select(m => (m.Time, m.Value.Kind))
            .Should()
            .Equal((210, NotificationKind.OnNext), (220, NotificationKind.OnError));
        _seen.Messages[^1].Value.Exception.Should().BeOfType<ProtocolException>();
        producer.Subscriptions.Should().Equal(Subscribe(100, 250));
    }

    [Fact]
    public void While_a_hold_is_taken_nothing_is_given_and_all_of_it_with_the_release()
    {
        ITestableObservable<byte[]> producer = _time.CreateHotObservable(
            OnNext(210, Frame(1, 0, 1)),
            OnNext(220, Frame(1, 1, 2)),
            OnNext(230, Frame(1, 2, 3)),
            OnCompleted<byte[]>(240)
        );
        FeedFrom(100, producer);
        SubscribeAt(200, holdUntil: (Offset: 0, Time: 300));

        _time.Start();

        _seen
            .Messages.Should()
            .Equal(OnNext(210, "1@0 01"), OnNext(300, "1@1 02"), OnNext(300, "1@2 03"), OnCompleted<string>(300));
        producer.Subscriptions.Should().Equal([Subscribe(100, 240)], "the pipe keeps what waits");
    }

    [Fact]
    public void Disposing_the_subscription_completes_at_once_and_the_producer_is_let_go_with_its_next_bytes()
    {
        ITestableObservable<byte[]> producer = _time.CreateHotObservable(
            OnNext(210, Frame(1, 0, 1)),
            OnNext(450, Frame(1, 1, 2)),
            OnNext(460, Frame(1, 2, 3))
        );
        FeedFrom(100, producer);
        SubscribeAt(200, disposeAt: 400);

        _time.Start();

        _seen.Messages.Should().Equal(OnNext(210, "1@0 01"), OnCompleted<string>(400));
        producer.Subscriptions.Should().Equal(Subscribe(100, 450));
    }

    [Fact]
    public void Disposing_the_subscription_under_a_hold_completes_with_the_release_and_gives_no_more()
    {
        ITestableObservable<byte[]> producer = _time.CreateHotObservable(
            OnNext(210, (byte[])[.. Frame(1, 0, 1), .. Frame(1, 1, 2)]),
            OnNext(220, Frame(1, 2, 3))
        );
        FeedFrom(100, producer);
        SubscribeAt(200, holdUntil: (Offset: 0, Time: 450), disposeAt: 400);

        _time.Start();

        _seen.Messages.Should().Equal(OnNext(210, "1@0 01"), OnCompleted<string>(450));
    }

    [Fact]
    public void An_operator_over_it_lets_go_of_it_when_it_has_enough()
    {
        ITestableObservable<byte[]> producer = _time.CreateHotObservable(
            OnNext(210, Frame(1, 0, 1)),
            OnNext(220, Frame(1, 1, 2)),
            OnNext(230, Frame(1, 2, 3)),
            OnNext(240, Frame(1, 3, 4))
        );
        FeedFrom(100, producer);

        ITestableObserver<long> seen = _time.Start(() => Connection().Select(frame => frame.Offset).Take(2));

        seen.Messages.Should().Equal(OnNext(210, 0L), OnNext(220, 1L), OnCompleted<long>(220));
        producer.Subscriptions.Should().Equal(Subscribe(100, 230));
    }

    private AudioConnection Connection() =>
        new(_pipe.Reader, new ChunkFrameLimits(1024), _hold, (_, _) => throw new NotSupportedException());

    /// <summary>
    /// From then on all that the producer brings goes into the pipe, until the connection reads no more.
    /// </summary>
    private void FeedFrom(long time, IObservable<byte[]> producer) => _time.ScheduleAbsolute(time, () => producer
                .TakeWhile(bytes =>
                {
                    _pipe.Writer.Write(bytes);
                    return !_pipe.Writer.FlushAsync().GetAwaiter().GetResult().IsCompleted;
                })
                .Subscribe(static _ => { }, error => _pipe.Writer.Complete(error), () => _pipe.Writer.Complete()));

    /// <param name="time">When.</param>
    /// <param name="holdUntil">The offset of the frame that is held, and when it is released.</param>
    /// <param name="disposeAt">When the subscription is given up.</param>
    private void SubscribeAt(long time, (long Offset, long Time)? holdUntil = null, long? disposeAt = null) =>
        _time.ScheduleAbsolute(time, () =>
        {
            IDisposable subscription = Connection()
                .Subscribe(
                    Observer.Create<ChunkFrame>(
                        frame =>
                        {
                            _seen.OnNext(
                                $"{frame.Session}@{frame.Offset} {Convert.ToHexString(frame.Payload.ToArray())}"
                            );
                            if (frame.Offset != holdUntil?.Offset)
                                return;
                            _hold.Take();
                            _time.ScheduleAbsolute(holdUntil.Value.Time, _hold.Release);
                        },
                        _seen.OnError,
                        _seen.OnCompleted
                    )
                );
            if (disposeAt is { } end)
                _time.ScheduleAbsolute(end, subscription.Dispose);
        });

    private static byte[] Frame(uint session, long offset, params byte[] payload)
    {
        var bytes = new ArrayBufferWriter<byte>();
        ChunkFrameWriter.Write(
            bytes,
            new ChunkFrame(session, offset, ChunkFrameFlags.None, new ReadOnlySequence<byte>(payload))
        );
        return bytes.WrittenSpan.ToArray();
    }
}
