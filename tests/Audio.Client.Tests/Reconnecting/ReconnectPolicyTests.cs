using Audio.Client.Tests.Fakes;
using Audio.Protocol;

namespace Audio.Client.Tests.Reconnecting;

public sealed class ReconnectPolicyTests
{
    [Fact]
    public async Task Five_attempts_at_0_1_2_4_and_8_s_and_then_it_gives_up()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync(o =>
            o.Reconnect = ReconnectPolicy.Delays(0, 0, 1, 2, 4, 8)
        );
        PlaybackSession session = await rig.StartAsync();
        var attempts = new List<TimeSpan>();
        (rig.Daemon.IsDown, rig.Daemon.Attempted) = (true, () => attempts.Add(rig.Clock.Now));
        await using IAsyncEnumerator<ConnectionChange> changes = rig
            .Client.ReadConnectionChangesAsync()
            .GetAsyncEnumerator();

        rig.Connection.Cut();
        foreach (int seconds in (int[])[1, 2, 4, 8])
        {
            await rig.Clock.WaitForTimerAsync(TimeSpan.FromSeconds(seconds));
            rig.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        PlaybackResult result = await session.Completion.Within();

        attempts.Select(a => a.TotalSeconds).Should().Equal(0, 1, 3, 7, 15);
        result.Reason.Should().Be(SessionEndReason.Lost);
        var states = new List<ConnectionState>();
        do
        {
            (await changes.MoveNextAsync().AsTask().Within()).Should().BeTrue();
            states.Add(changes.Current.State);
        } while (changes.Current.State != ConnectionState.Disconnected);
        states.Should().Equal(ConnectionState.Connected, ConnectionState.Reconnecting, ConnectionState.Disconnected);
        changes.Current.SessionsLost.Should().Be(1);
        (
            await FluentActions
                .Awaiting(() => session.WriteAsync(new byte[2]).AsTask())
                .Should()
                .ThrowAsync<AudioSessionException>()
        )
            .Which.Kind.Should()
            .Be(AudioDaemonErrorKind.SessionLost);
    }

    [Fact]
    public async Task After_it_gave_up_the_next_session_connects_anew()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync(o => o.Reconnect = null);
        PlaybackSession lost = await rig.StartAsync();
        rig.Connection.Cut();
        (await lost.Completion.Within()).Reason.Should().Be(SessionEndReason.Lost);

        Task<PlaybackSession> starting = rig.Client.StartSessionAsync(ClientRig.Format);
        FakeConnection second = await rig.Daemon.WelcomeAsync("T2");
        await second.StartAsync();

        await starting.Within();
        rig.Client.State.Should().Be(ConnectionState.Connected);
    }

    [Fact]
    public void The_default_is_5_attempts_with_jitter()
    {
        double[] nominal = [0, 1, 2, 4, 8];
        var first = new List<TimeSpan>();
        for (int run = 0; run < 100; run++)
        {
            TimeSpan[] waits = [.. WaitsOf(ReconnectPolicy.Default)];
            waits.Should().HaveCount(5);
            for (int i = 0; i < 5; i++)
                waits[i].TotalSeconds.Should().BeInRange(0.8 * nominal[i], 1.2 * nominal[i]);
            first.Add(waits[1]);
        }
        first.Distinct().Should().HaveCountGreaterThan(1);
    }

    [Fact]
    public async Task The_policy_is_told_what_went_wrong_and_null_ends_it()
    {
        var clock = new FakeClock();
        var asked = new List<ReconnectAttempt>();
        var error = new AudioConnectionException(AudioDaemonErrorKind.Unreachable, "Nobody.");
        var policy = new ReconnectPolicy(attempt =>
        {
            asked.Add(attempt);
            return attempt.Number < 2 ? TimeSpan.Zero : null;
        });

        (
            await FluentActions
                .Awaiting(() => policy.ExecuteAsync(_ => throw error, clock, CancellationToken.None).AsTask())
                .Should()
                .ThrowAsync<AudioConnectionException>()
        )
            .Which.Should()
            .BeSameAs(error);

        asked
            .Should()
            .Equal(
                new ReconnectAttempt(0, TimeSpan.Zero, null),
                new ReconnectAttempt(1, TimeSpan.Zero, error),
                new ReconnectAttempt(2, TimeSpan.Zero, error)
            );
    }

    [Fact]
    public async Task What_a_retry_does_not_help_ends_it_at_once()
    {
        int attempts = 0;

        await FluentActions
            .Awaiting(() =>
                ReconnectPolicy
                    .Default.ExecuteAsync(
                        _ => throw new AudioConnectionException(AudioDaemonErrorKind.Incompatible, $"{++attempts}"),
                        new FakeClock(),
                        CancellationToken.None
                    )
                    .AsTask()
            )
            .Should()
            .ThrowAsync<AudioConnectionException>();

        attempts.Should().Be(1);
    }

    [Fact]
    public async Task Any_other_pipeline_can_run_the_attempts()
    {
        int runs = 0;
        await using ClientRig rig = await ClientRig.ConnectAsync(o =>
            o.Reconnect = ReconnectPolicy.From(
                async (attempt, token) =>
                {
                    runs++;
                    try
                    {
                        await attempt(token);
                    }
                    catch (AudioDaemonException)
                    {
                        await attempt(token);
                    }
                }
            )
        );
        int attempts = 0;
        rig.Daemon.Attempted = () => rig.Daemon.IsDown = ++attempts == 1;
        await using IAsyncEnumerator<ConnectionChange> changes = rig
            .Client.ReadConnectionChangesAsync()
            .GetAsyncEnumerator();

        rig.Connection.Cut();
        await rig.Daemon.WelcomeAsync("T2");
        for (int i = 0; i < 3; i++) // connected, reconnecting, connected
            (await changes.MoveNextAsync().AsTask().Within()).Should().BeTrue();

        changes.Current.State.Should().Be(ConnectionState.Connected);
        (runs, attempts).Should().Be((1, 2));
    }

    [Fact]
    public async Task A_daemon_that_ends_every_connection_at_once_is_given_up()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        var gone = new TaskCompletionSource();
        using IDisposable subscription = rig.Client.ConnectionChanges.Subscribe(new Until(gone));

        rig.Connection.Cut();
        for (int i = 2; i <= 5; i++)
            (await rig.Daemon.WelcomeAsync($"T{i}")).Cut();

        await gone.Task.Within();
    }

    private static IEnumerable<TimeSpan> WaitsOf(ReconnectPolicy policy)
    {
        for (int number = 0; policy.DelayOf(new ReconnectAttempt(number, TimeSpan.Zero, null)) is { } wait; number++)
            yield return wait;
    }

    private sealed class Until(TaskCompletionSource gone) : IObserver<ConnectionChange>
    {
        public void OnNext(ConnectionChange value)
        {
            if (
                value is { State: ConnectionState.Disconnected, Reason: { } reason }
                && reason.Contains("ends every connection", StringComparison.Ordinal)
            )
            {
                gone.TrySetResult();
            }
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }
    }
}
