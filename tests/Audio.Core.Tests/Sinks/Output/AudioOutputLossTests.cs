using Audio.Core.Sinks;
using Audio.Core.Sinks.Output;

namespace Audio.Core.Tests.Sinks.Output;

/// <summary>The output loses its device and takes it back, in virtual time.</summary>
public sealed class AudioOutputLossTests : IAsyncDisposable
{
    private readonly AudioOutputRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public void Fault_wait_nothing_is_rendered_until_the_device_is_back_and_the_timeline_goes_on()
    {
        AudioOutput output = _rig.Start("pulse", there: SinkKind.Pulse);
        FakeSink first = _rig.Factory.Last;
        first.Render(10);
        first.FramesPlayed = 8 * AudioOutputRig.Period;

        _rig.Factory.There.Remove(SinkKind.Pulse);
        first.Fault("The server has gone.");
        first.IsDisposed.Should().BeTrue();
        first.Render().Should().Be(0, "a sink that was left is shut off from the mixer");
        output
            .Status.Should()
            .BeEquivalentTo(
                new OutputStatus
                {
                    State = OutputState.Reopening,
                    Sink = "pulse",
                    Reason = "The server has gone.",
                    Since = _rig.Time.GetUtcNow(),
                    FramesLost = 2 * AudioOutputRig.Period,
                    Inaudible = Inaudibility.Lost("The server has gone."),
                }
            );
        output
            .FramesLostBetween(0, 9 * AudioOutputRig.Period)
            .Should()
            .Be(AudioOutputRig.Period, "the device had played the first eight periods");
        output.FramesLostBetween(0, 8 * AudioOutputRig.Period).Should().Be(0);
        output.FramesPlayed.Should().Be(10 * AudioOutputRig.Period, "what was lost will not be heard any more");
        output.Wake();
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        output.FramesPlayed.Should().Be(10 * AudioOutputRig.Period);

        _rig.Factory.There.Add(SinkKind.Pulse);
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        FakeSink second = _rig.Factory.Last;
        second.Should().NotBeSameAs(first);
        second.Wakes.Should().Be(1, "somebody may have asked for it in between");
        output
            .Status.Should()
            .Match<OutputStatus>(status =>
                status.State == OutputState.Open
                && status.Reopens == 1
                && status.FramesLost == 2 * AudioOutputRig.Period
                && status.Sink == "pulse"
            );

        second.Render(5);
        second.FramesPlayed = 4 * AudioOutputRig.Period;
        output.FramesPlayed.Should().Be(14 * AudioOutputRig.Period);
        _rig.Factory.Again.Should().Equal(false, true);
    }

    [Fact]
    public void Reopen_still_away_waits_twice_as_long_up_to_a_second_for_ever()
    {
        _rig.Start("pulse", there: SinkKind.Pulse);
        _rig.Factory.There.Remove(SinkKind.Pulse);
        _rig.Factory.Attempts.Clear();
        _rig.Factory.Last.Fault("gone.");
        long start = _rig.Time.GetTimestamp();
        var attempts = new List<double>();
        for (int ms = 0; ms < 5_600; ms += 10)
        {
            int before = _rig.Factory.Attempts.Count;
            _rig.Time.Advance(TimeSpan.FromMilliseconds(10));
            if (_rig.Factory.Attempts.Count > before)
                attempts.Add(_rig.Time.GetElapsedTime(start).TotalMilliseconds);
        }

        attempts.Should().Equal(100, 300, 700, 1500, 2500, 3500, 4500, 5500);
        _rig.Time.Advance(TimeSpan.FromHours(1));
        _rig.Factory.Attempts.Should()
            .OnlyContain(selection => selection.Kind == SinkKind.Pulse, "the same kind is tried, not another");
        _rig.Factory.There.Add(SinkKind.Pulse);
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        _rig.Output!.Status.State.Should().Be(OutputState.Open);
    }

    [Fact]
    public void Reopen_another_reason_is_published_and_since_stays()
    {
        AudioOutput output = _rig.Start("pulse", there: SinkKind.Pulse);
        _rig.Factory.There.Remove(SinkKind.Pulse);
        DateTimeOffset lostAt = _rig.Time.GetUtcNow();
        _rig.Factory.Last.Fault("gone.");
        _rig.Time.Advance(TimeSpan.FromSeconds(10));
        _rig.Changes.Select(status => (status.State, status.Reason))
            .Should()
            .Equal(
                (OutputState.Closed, "Not started."),
                (OutputState.Opening, "Starting."),
                (OutputState.Open, "As configured."),
                (OutputState.Reopening, "gone."),
                (OutputState.Reopening, "no server.")
            );
        output.Status.Since.Should().Be(lostAt);

        _rig.Factory.There.Add(SinkKind.Pulse);
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        output.Status.Reason.Should().MatchRegex(@"^It is back after 1[01]\.\d s\.$");
        output.Status.Since.Should().BeAfter(lostAt);
    }

    [Fact]
    public void Fault_run_on_a_null_sink_stands_in_and_what_it_rendered_is_lost()
    {
        AudioOutput output = _rig.Start("pulse", DeviceLossPolicy.RunOn, SinkKind.Pulse);
        _rig.Factory.Last.Render(10);
        _rig.Factory.Last.FramesPlayed = 8 * AudioOutputRig.Period;
        _rig.Factory.There.Remove(SinkKind.Pulse);
        _rig.Factory.Last.Fault("gone.");

        FakeSink standIn = _rig.Factory.Last;
        standIn.Name.Should().Be("null");
        standIn.Wakes.Should().Be(1);
        output.Wake();
        standIn.Wakes.Should().Be(2);
        standIn.Render(20);
        standIn.FramesPlayed = 19 * AudioOutputRig.Period;
        output.FramesPlayed.Should().Be(29 * AudioOutputRig.Period);
        output
            .Status.Should()
            .Match<OutputStatus>(status =>
                status.State == OutputState.Reopening
                && status.Sink == "pulse"
                && status.FramesLost == 2 * AudioOutputRig.Period
            );

        _rig.Factory.There.Add(SinkKind.Pulse);
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        standIn.IsDisposed.Should().BeTrue();
        _rig.Factory.Last.Name.Should().Be("pulse");
        output.FramesPlayed.Should().Be(30 * AudioOutputRig.Period);
        output
            .Status.Should()
            .Match<OutputStatus>(status =>
                status.State == OutputState.Open && status.FramesLost == 22 * AudioOutputRig.Period
            );
    }

    [Fact]
    public void Fault_twice_is_one_loss()
    {
        _rig.Start("pulse", there: SinkKind.Pulse);
        FakeSink sink = _rig.Factory.Last;
        sink.Fault("gone.");
        sink.Fault("gone again.");
        _rig.Changes.Count(status => status.State == OutputState.Reopening).Should().Be(1);
    }

    [Fact]
    public void Fault_right_after_reopening_is_a_loss_of_its_own()
    {
        AudioOutput output = _rig.Start("pulse", there: SinkKind.Pulse);
        for (int loss = 1; loss <= 3; loss++)
        {
            _rig.Factory.Last.Fault($"gone {loss}.");
            output.Status.State.Should().Be(OutputState.Reopening);
            _rig.Time.Advance(TimeSpan.FromMilliseconds(100));
            output
                .Status.Should()
                .Match<OutputStatus>(status => status.State == OutputState.Open && status.Reopens == loss);
        }
    }

    [Fact]
    public async Task Many_threads_read_and_wake_while_the_device_comes_and_goes_the_timeline_never_falls()
    {
        _rig.Factory.There.Add(SinkKind.Pulse);
        AudioOutput output = _rig.Start("pulse", DeviceLossPolicy.RunOn, SinkKind.Pulse);
        using var stop = new CancellationTokenSource();
        Task[] readers = Enumerable
            .Range(0, 3)
            .Select(_ =>
                Task.Run(
                    () =>
                    {
                        long last = 0;
                        while (!stop.IsCancellationRequested)
                        {
                            output.Wake();
                            long now = output.FramesPlayed;
                            if (now < last)
                                throw new InvalidOperationException($"{now} after {last}");
                            last = now;
                        }
                    },
                    TestContext.Current.CancellationToken
                )
            )
            .ToArray();
        for (int i = 0; i < 500; i++)
        {
            FakeSink sink = _rig.Factory.Last;
            sink.Render(3);
            sink.FramesPlayed = 2 * AudioOutputRig.Period;
            sink.Fault("gone.");
            _rig.Factory.Last.Render(2);
            _rig.Factory.Last.FramesPlayed = AudioOutputRig.Period;
            _rig.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        output
            .Status.Should()
            .Match<OutputStatus>(status =>
                status.Reopens == 500 && status.FramesLost == 500 * 3 * AudioOutputRig.Period
            );
        output.FramesPlayed.Should().Be(500 * 5 * AudioOutputRig.Period);
    }
}
