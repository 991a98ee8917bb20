using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Audio.Core.Sessions.Intake;
using Audio.Core.Sessions.Scheduling;
using Audio.Protocol.Chunks;
using Audio.Testing;
using Microsoft.Reactive.Testing;
using static Audio.Core.Tests.Wires.Frames.RouteTests;
using static Microsoft.Reactive.Testing.ReactiveTest;

namespace Audio.Core.Tests.Wires.Frames;

/// <summary>
/// The operator TakenOn in virtual time: a frame is taken in place where the session is idle, else it is held until the
/// session's turn has come.
/// </summary>
public sealed class TakenOnTests
{
    private readonly TestScheduler _time = new();
    private readonly SessionScheduler _session;
    private readonly FrameHold _hold;
    private readonly ITestableObserver<string> _seen;
    private readonly List<long> _goneOn = []; // when the wire could read on

    public TakenOnTests()
    {
        // What waits runs one tick later.
        _session = new SessionScheduler(
            new VirtualTime(_time),
            static error => throw error,
            item => _time.Schedule(item.Execute)
        );
        _hold = new FrameHold(static item => item.Execute());
        _seen = _time.CreateObserver<string>();
    }

    [Fact]
    public void Where_the_session_is_idle_a_frame_is_taken_in_place()
    {
        ITestableObservable<ChunkFrame> wire = _time.CreateHotObservable(
            OnNext(210, Frame(1, 0, 1)),
            OnNext(220, Frame(1, 1, 2)),
            OnCompleted<ChunkFrame>(300)
        );
        SubscribeAt(200, wire);

        _time.Start();

        _seen.Messages.Should().Equal(OnNext(210, "0: 01"), OnNext(220, "1: 02"), OnCompleted<string>(301));
        _goneOn.Should().Equal(210, 220);
        wire.Subscriptions.Should().Equal(Subscribe(200, 300));
    }

    [Fact]
    public void While_the_session_is_busy_a_frame_is_held_until_its_turn()
    {
        BusyFrom(205, until: 300);
        SubscribeAt(200, _time.CreateHotObservable(OnNext(210, Frame(1, 0, 1)), OnNext(400, Frame(1, 1, 2))));

        _time.Start();

        _seen.Messages.Should().Equal(OnNext(301, "0: 01"), OnNext(400, "1: 02"));
        _goneOn.Should().Equal(301, 400);
    }

    [Fact]
    public void A_frame_that_is_taken_in_place_and_kept_holds_the_wire_until_it_is_released()
    {
        var keeper = new Keeper(_time, _seen, keepFor: 50);
        SubscribeAt(200, _time.CreateHotObservable(OnNext(210, Frame(1, 0, 1))), keeper);

        _time.Start();

        _seen.Messages.Should().Equal(OnNext(210, "0: 01"));
        _goneOn.Should().Equal(260);
    }

    [Fact]
    public void A_frame_that_waited_for_its_turn_and_is_kept_then_holds_the_wire_until_both_are_done()
    {
        BusyFrom(205, until: 300);
        var keeper = new Keeper(_time, _seen, keepFor: 50);
        SubscribeAt(200, _time.CreateHotObservable(OnNext(210, Frame(1, 0, 1))), keeper);

        _time.Start();

        _seen.Messages.Should().Equal(OnNext(301, "0: 01"));
        _goneOn.Should().Equal(351);
    }

    [Fact]
    public void The_end_and_a_fault_come_in_the_sessions_turn_too()
    {
        BusyFrom(205, until: 300);
        var fault = new IOException("The stream has a gap.");
        SubscribeAt(200, _time.CreateHotObservable(OnError<ChunkFrame>(220, fault)));
        ITestableObserver<string> other = _time.CreateObserver<string>();
        _time.ScheduleAbsolute(200, () =>
            _time
                .CreateHotObservable(OnCompleted<ChunkFrame>(230))
                .TakenOn(_session, _hold)
                .Select(Text)
                .Subscribe(other)
        );

        _time.Start();

        _seen.Messages.Should().Equal(OnError<string>(301, fault));
        other.Messages.Should().Equal(OnCompleted<string>(301));
    }

    [Fact]
    public void Disposing_the_subscription_lets_go_of_the_wire_and_nothing_more_comes()
    {
        ITestableObservable<ChunkFrame> wire = _time.CreateHotObservable(
            OnNext(210, Frame(1, 0, 1)),
            OnNext(310, Frame(1, 1, 2)),
            OnCompleted<ChunkFrame>(400)
        );
        SubscribeAt(200, wire, disposeAt: 300);

        _time.Start();

        _seen.Messages.Should().Equal(OnNext(210, "0: 01"));
        wire.Subscriptions.Should().Equal(Subscribe(200, 300));
    }

    [Fact]
    public void A_fault_of_whoever_takes_a_held_frame_lets_the_wire_go_on()
    {
        var faults = new List<Exception>();
        var session = new SessionScheduler(new VirtualTime(_time), faults.Add, item => _time.Schedule(item.Execute));
        _time.ScheduleAbsolute(205, () => session.TryEnter().Should().BeTrue());
        _time.ScheduleAbsolute(300, session.Exit);
        var turns = new FrameTurns(new Faulty(), session, _hold);
        _time.ScheduleAbsolute(210, () => GiveTo(turns, Frame(1, 0, 1)));

        _time.Start();

        faults.Should().ContainSingle().Which.Should().BeOfType<NotSupportedException>();
        _goneOn.Should().Equal(301);
    }

    [Fact]
    public void Frames_taken_in_place_allocate_nothing()
    {
        var turns = new FrameTurns(new Counter(), _session, _hold);
        ChunkFrame frame = Frame(1, 0, 1);
        turns.OnNext(frame);
        Allocations
            .Of(() =>
            {
                for (int i = 0; i < 100; i++)
                    turns.OnNext(frame);
            })
            .Should()
            .Be(0);
    }

    private void BusyFrom(long time, long until)
    {
        _time.ScheduleAbsolute(time, () => _session.TryEnter().Should().BeTrue());
        _time.ScheduleAbsolute(until, _session.Exit);
    }

    private void SubscribeAt(
        long time,
        IObservable<ChunkFrame> wire,
        IFrameKeeper? keeper = null,
        long? disposeAt = null
    ) => _time.ScheduleAbsolute(time, () =>
        {
            IObservable<ChunkFrame> taken = Reading(wire).TakenOn(_session, _hold);
            IDisposable subscription = keeper is null ? taken.Select(Text).Subscribe(_seen) : taken.Subscribe(keeper);
            if (disposeAt is { } end)
                _time.ScheduleAbsolute(end, subscription.Dispose);
        });

    /// <summary>As a wire does, it looks at the hold when <c>OnNext</c> has returned.</summary>
    private IObservable<ChunkFrame> Reading(IObservable<ChunkFrame> wire) =>
        Observable.Create<ChunkFrame>(observer =>
            wire.Subscribe(
                frame =>
                {
                    observer.OnNext(frame);
                    ReadOn();
                },
                observer.OnError,
                observer.OnCompleted
            )
        );

    private void GiveTo(FrameTurns turns, ChunkFrame frame)
    {
        turns.OnNext(frame);
        ReadOn();
    }

    private void ReadOn()
    {
        ValueTask released = _hold.WhenReleased();
        if (released.IsCompleted)
            _goneOn.Add(_time.Clock);
        else
            released.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => _goneOn.Add(_time.Clock));
    }

    private sealed class Keeper(TestScheduler time, IObserver<string> seen, long keepFor) : IFrameKeeper
    {
        public FrameHold Hold { private get; set; } = null!;

        public void OnNext(ChunkFrame value)
        {
            seen.OnNext(Text(value));
            FrameHold hold = Hold;
            hold.Take();
            time.ScheduleRelative(keepFor, hold.Release);
        }

        public void OnError(Exception error) => seen.OnError(error);

        public void OnCompleted() => seen.OnCompleted();
    }

    private sealed class Faulty : IObserver<ChunkFrame>
    {
        public void OnNext(ChunkFrame value) => throw new NotSupportedException("Not this one.");

        public void OnError(Exception error) { }

        public void OnCompleted() { }
    }

    private sealed class Counter : IObserver<ChunkFrame>
    {
        private long _bytes;

        public void OnNext(ChunkFrame value) => _bytes += value.Payload.Length;

        public void OnError(Exception error) { }

        public void OnCompleted() { }
    }
}
