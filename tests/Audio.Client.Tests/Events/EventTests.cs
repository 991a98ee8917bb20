using Audio.Client.Tests.Fakes;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Events;

public sealed class EventTests
{
    [Fact]
    public async Task A_reader_whose_token_is_cancelled_is_told_so()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        using var cancel = new CancellationTokenSource();
        await using IAsyncEnumerator<SessionEvent> events = session
            .ReadEventsAsync(cancel.Token)
            .GetAsyncEnumerator(CancellationToken.None);
        await using IAsyncEnumerator<ConnectionChange> changes = rig
            .Client.ReadConnectionChangesAsync(cancel.Token)
            .GetAsyncEnumerator(CancellationToken.None);
        (await changes.MoveNextAsync()).Should().BeTrue("the present state comes first");
        Task<bool> nextEvent = events.MoveNextAsync().AsTask();
        Task<bool> nextChange = changes.MoveNextAsync().AsTask();

        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => nextEvent.Within()).Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(() => nextChange.Within()).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_sessions_events_come_in_order_and_end()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        var seen = new List<SessionEvent>();
        var collector = new Collector<SessionEvent>(seen);
        using IDisposable subscription = session.Events.Subscribe(collector);

        await session.WriteAsync(new byte[40]);
        await rig.Connection.ExpectFrameAsync();
        await rig.Connection.SayAsync(new V4Playing("s", 1.5, 0.5, null, 0));
        await rig.Connection.FlowAsync(1, 40, 1_000_000, 20);
        await rig.Connection.SayAsync(new V4Underrun("s", 1, 0));
        await rig.Connection.SayAsync(new V4Paused("s", 0));
        await rig.Connection.SayAsync(new V4PlaybackResumed("s", 0));
        await rig.Connection.SayEndedAsync("s", frames: 20, bytes: 40, underruns: 1);
        PlaybackResult result = await session.Completion.Within();
        var late = new List<SessionEvent>();
        await foreach (SessionEvent one in session.ReadEventsAsync())
            late.Add(one);

        seen.Should()
            .Equal(
                new SessionPlaying("s", TimeSpan.FromMilliseconds(1.5), TimeSpan.FromMilliseconds(0.5), null),
                new SessionProgress("s", 40, 20) { Played = TimeSpan.FromMilliseconds(1.25) },
                new SessionUnderrun("s", 1),
                new SessionPaused("s"),
                new SessionPlaybackResumed("s"),
                new SessionEnded(result)
            );
        late.Should().Equal(new SessionEnded(result));
        collector.IsCompleted.Should().BeTrue();
    }

    [Fact]
    public async Task An_observer_that_throws_harms_nobody()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        var seen = new List<SessionEvent>();
        using IDisposable bad = session.Events.Subscribe(new Thrower());
        using IDisposable good = session.Events.Subscribe(new Collector<SessionEvent>(seen));

        await rig.Connection.SayAsync(new V4Paused("s", 0));
        await rig.Connection.SayEndedAsync("s");
        await session.Completion.Within();
        await foreach (SessionEvent _ in session.ReadEventsAsync()) { }

        seen.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_sequence_that_nobody_reads_says_that_events_are_missing()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        await using IAsyncEnumerator<SessionEvent> events = session.ReadEventsAsync().GetAsyncEnumerator();
        Task<bool> first = events.MoveNextAsync().AsTask();
        for (int i = 0; i < 1_026; i++)
            await rig.Connection.SayAsync(new V4Paused("s", 0));
        await rig.Connection.SayEndedAsync("s");
        await session.Completion.Within();
        (await first.Within()).Should().BeTrue();

        int read = 1;
        await FluentActions
            .Awaiting(async () =>
            {
                while (await events.MoveNextAsync())
                    read++;
            })
            .Should()
            .ThrowAsync<AudioEventsMissedException>();
        read.Should().BeInRange(1_024, 1_026);
    }

    private sealed class Thrower : IObserver<SessionEvent>
    {
        public void OnNext(SessionEvent value) => throw new InvalidOperationException("An observer's fault.");

        public void OnCompleted() { }

        public void OnError(Exception error) { }
    }
}
