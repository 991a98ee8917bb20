using System.Buffers;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Audio.Core.Wires.Frames;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Microsoft.Reactive.Testing;
using static Microsoft.Reactive.Testing.ReactiveTest;

namespace Audio.Core.Tests.Wires.Frames;

/// <summary>
/// The operator Route in virtual time: whose frames come when, each byte once, and how long the wire and its streams
/// are listened to.
/// </summary>
public sealed class RouteTests
{
    private readonly TestScheduler _time = new();
    private readonly List<(long Time, uint Handle)> _unknown = [];

    [Fact]
    public void Each_frame_comes_to_the_stream_of_its_handle_in_place()
    {
        ITestableObservable<ChunkFrame> wire = Wire(
            OnNext(210, Frame(1, 0, 1, 2)),
            OnNext(220, Frame(2, 0, 3)),
            OnNext(230, Frame(1, 2, 4)),
            OnCompleted<ChunkFrame>(300)
        );
        FrameRouter router = Router(wire);
        ITestableObserver<string> first = Listen(router, 1);
        ITestableObserver<string> second = Listen(router, 2);

        _time.Start();

        first.Messages.Should().Equal(OnNext(210, "0: 0102"), OnNext(230, "2: 04"), OnCompleted<string>(300));
        second.Messages.Should().Equal(OnNext(220, "0: 03"), OnCompleted<string>(300));
        wire.Subscriptions.Should().Equal([Subscribe(200)], "whoever connected it gives it up");
        router.Completion.IsCompletedSuccessfully.Should().BeTrue();
        _unknown.Should().BeEmpty();
    }

    [Fact]
    public void Nothing_is_read_before_it_is_connected_and_nothing_after_it_is_given_up()
    {
        ITestableObservable<ChunkFrame> wire = Wire(
            OnNext(150, Frame(1, 0, 1)),
            OnNext(250, Frame(1, 0, 2)),
            OnNext(450, Frame(1, 1, 3))
        );
        FrameRouter router = wire.Route(Unknown);
        ITestableObserver<string> seen = Listen(router, 1, at: 100);
        IDisposable? connection = null;
        _time.ScheduleAbsolute(200, () => connection = router.Connect());
        _time.ScheduleAbsolute(400, () => connection!.Dispose());

        _time.Start();

        seen.Messages.Should().Equal(OnNext(250, "0: 02"));
        wire.Subscriptions.Should().Equal(Subscribe(200, 400));
    }

    [Fact]
    public void A_handle_that_names_nothing_is_told_and_disturbs_nobody()
    {
        FrameRouter router = Router(Wire(OnNext(210, Frame(9, 0, 1)), OnNext(220, Frame(1, 0, 2))));
        ITestableObserver<string> seen = Listen(router, 1);

        _time.Start();

        _unknown.Should().Equal((210, 9u));
        seen.Messages.Should().Equal(OnNext(220, "0: 02"));
    }

    [Fact]
    public void Bytes_that_are_here_already_are_dropped()
    {
        FrameRouter router = Router(
            Wire(
                OnNext(210, Frame(1, 0, 1, 2, 3)),
                OnNext(220, Frame(1, 1, 2, 3)),
                OnNext(230, Frame(1, 1, 2, 3, 4, 5)),
                OnNext(240, Frame(1, 5, 6))
            )
        );
        ITestableObserver<string> seen = Listen(router, 1);

        _time.Start();

        seen.Messages.Should().Equal(OnNext(210, "0: 010203"), OnNext(230, "3: 0405"), OnNext(240, "5: 06"));
    }

    [Fact]
    public void A_stream_that_comes_from_another_connection_goes_on_at_its_offset()
    {
        FrameRouter router = Router(Wire(OnNext(210, Frame(1, 90, [.. Enumerable.Repeat((byte)7, 12)]))));
        ITestableObserver<string> seen = Listen(router, 1, offset: 100);

        _time.Start();

        seen.Messages.Should().Equal(OnNext(210, "100: 0707"));
    }

    [Fact]
    public void Over_a_gap_its_stream_ends_with_the_fault_and_no_other()
    {
        FrameRouter router = Router(
            Wire(
                OnNext(210, Frame(1, 0, 1)),
                OnNext(220, Frame(1, 5, 2)),
                OnNext(230, Frame(2, 0, 3)),
                OnNext(240, Frame(1, 1, 4)),
                OnCompleted<ChunkFrame>(300)
            )
        );
        ITestableObserver<string> first = Listen(router, 1);
        ITestableObserver<string> second = Listen(router, 2);

        _time.Start();

        first.Messages.Should().HaveCount(2);
        first.Messages[0].Should().Be(OnNext(210, "0: 01"));
        first.Messages[1].Time.Should().Be(220);
        first
            .Messages[1]
            .Value.Exception.Should()
            .BeOfType<ProtocolException>()
            .Which.Message.Should()
            .Be("The stream has a gap: 1 bytes are here, the next chunk begins at 5.");
        second.Messages.Should().Equal(OnNext(230, "0: 03"), OnCompleted<string>(300));
        _unknown.Should().Equal([(240, 1u)], "its handle names nothing any more");
    }

    [Fact]
    public void A_guard_answers_for_a_gap_and_may_refuse_and_the_stream_stands_where_it_stood()
    {
        var guard = new Guard(_time, limit: 3);
        FrameRouter router = Router(
            Wire(
                OnNext(210, Frame(1, 0, 1, 2)),
                OnNext(220, Frame(1, 4, 9)),
                OnNext(230, Frame(1, 2, 3, 4)),
                OnNext(240, Frame(1, 2, 3)),
                OnNext(250, Frame(1, 0, 1))
            )
        );
        ITestableObserver<string> seen = Listen(router, 1, guard: guard);

        _time.Start();

        seen.Messages.Should().Equal(OnNext(210, "0: 0102"), OnNext(240, "2: 03"));
        guard.Said.Should().Equal("210 0+2", "220 gap 2..4", "230 2+2 refused", "240 2+1", "250 3+0");
    }

    [Fact]
    public void The_end_of_a_stream_passes_alone_and_with_bytes()
    {
        FrameRouter router = Router(Wire(OnNext(210, End(1, 0, 1)), OnNext(220, End(2, 0))));
        ITestableObserver<string> first = Listen(router, 1);
        ITestableObserver<string> second = Listen(router, 2);

        _time.Start();

        first.Messages.Should().Equal(OnNext(210, "0: 01 end"));
        second.Messages.Should().Equal(OnNext(220, "0:  end"));
    }

    [Fact]
    public void A_fault_of_the_wire_is_none_of_its_streams()
    {
        var fault = new IOException("The client is gone.");
        FrameRouter router = Router(Wire(OnNext(210, Frame(1, 0, 1)), OnError<ChunkFrame>(250, fault)));
        ITestableObserver<string> seen = Listen(router, 1);

        _time.Start();

        seen.Messages.Should().Equal(OnNext(210, "0: 01"), OnCompleted<string>(250));
        router.Completion.Exception!.InnerException.Should().BeSameAs(fault);
    }

    [Fact]
    public void A_stream_that_is_given_up_hears_no_more_of_the_wire_not_even_its_end()
    {
        FrameRouter router = Router(
            Wire(OnNext(210, Frame(1, 0, 1)), OnNext(310, Frame(1, 1, 2)), OnCompleted<ChunkFrame>(400))
        );
        ITestableObserver<string> seen = Listen(router, 1, until: 300);

        _time.Start();

        seen.Messages.Should().Equal(OnNext(210, "0: 01"));
        _unknown.Should().Equal((310, 1u));
    }

    [Fact]
    public void A_stream_that_comes_after_the_end_of_the_wire_ends_at_once()
    {
        FrameRouter router = Router(Wire(OnCompleted<ChunkFrame>(300)));
        ITestableObserver<string> seen = Listen(router, 1, at: 350);

        _time.Start();

        seen.Messages.Should().Equal(OnCompleted<string>(350));
    }

    [Fact]
    public void A_second_subscriber_of_a_stream_is_refused()
    {
        FrameRoute route = Router(Wire()).To(1);
        route.Subscribe(_time.CreateObserver<ChunkFrame>());
        FluentActions
            .Invoking(() => route.Subscribe(_time.CreateObserver<ChunkFrame>()))
            .Should()
            .Throw<InvalidOperationException>();
    }

    internal static ChunkFrame Frame(uint session, long offset, params byte[] payload) =>
        new(session, offset, ChunkFrameFlags.None, new ReadOnlySequence<byte>(payload));

    internal static string Text(ChunkFrame frame) =>
        $"{frame.Offset}: {Convert.ToHexString(frame.Payload.ToArray())}{(frame.IsEndOfStream ? " end" : "")}";

    private static ChunkFrame End(uint session, long offset, params byte[] payload) =>
        Frame(session, offset, payload) with
        {
            Flags = ChunkFrameFlags.EndOfStream,
        };

    private ITestableObservable<ChunkFrame> Wire(
        params Recorded<System.Reactive.Notification<ChunkFrame>>[] messages
    ) => _time.CreateHotObservable(messages);

    private void Unknown(uint handle) => _unknown.Add((_time.Clock, handle));

    /// <summary>Connected at 200.</summary>
    private FrameRouter Router(IObservable<ChunkFrame> wire)
    {
        FrameRouter router = wire.Route(Unknown);
        _time.ScheduleAbsolute(200, () => router.Connect());
        return router;
    }

    private ITestableObserver<string> Listen(
        FrameRouter router,
        uint handle,
        long at = 200,
        long? until = null,
        long offset = 0,
        IRouteGuard? guard = null
    )
    {
        ITestableObserver<string> seen = _time.CreateObserver<string>();
        IDisposable? subscription = null;
        _time.ScheduleAbsolute(at, () => subscription = router.To(handle, offset, guard).Select(Text).Subscribe(seen));
        if (until is { } end)
            _time.ScheduleAbsolute(end, () => subscription!.Dispose());
        return seen;
    }

    private sealed class Guard(TestScheduler time, long limit) : IRouteGuard
    {
        public List<string> Said { get; } = [];

        public bool Admits(long offset, long bytes)
        {
            bool may = offset + bytes <= limit;
            Said.Add($"{time.Clock} {offset}+{bytes}{(may ? "" : " refused")}");
            return may;
        }

        public void RefuseGap(long here, long offset) => Said.Add($"{time.Clock} gap {here}..{offset}");
    }
}
