using Audio.Core.Sinks;
using Audio.Core.Sinks.Output;
using Audio.Core.Tests.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Sinks.Output;

/// <summary>Every transition of the output, with sinks that obey the test, in virtual time.</summary>
public sealed class AudioOutputTests : IAsyncDisposable
{
    private const int Period = 240;

    private readonly FakeTimeProvider _time = new();
    private readonly FakeSinkFactory _factory = new();
    private readonly TestSource _mixer = new(1_000_000);
    private readonly List<OutputStatus> _changes = [];
    private readonly LogLines _log = new();
    private AudioOutput? _output;

    public async ValueTask DisposeAsync()
    {
        if (_output is not null)
            await _output.DisposeAsync();
    }

    [Fact]
    public void Start_auto_and_pulse_is_there_takes_pulse()
    {
        _factory.There.Add(SinkKind.Pulse);
        AudioOutput output = Start("auto");
        output
            .Status.Should()
            .BeEquivalentTo(
                new OutputStatus
                {
                    State = OutputState.Open,
                    Sink = "pulse",
                    Reason = "The first choice of auto.",
                    Since = _time.GetUtcNow(),
                }
            );
        _factory.Attempts.Should().Equal(new SinkSelection(SinkKind.Pulse));
        _changes
            .Select(status => status.State)
            .Should()
            .Equal(OutputState.Closed, OutputState.Opening, OutputState.Open);
    }

    [Fact]
    public void Start_auto_and_nothing_is_there_takes_null_and_says_why()
    {
        AudioOutput output = Start("auto");
        output
            .Status.Should()
            .BeEquivalentTo(
                new OutputStatus
                {
                    State = OutputState.Open,
                    Sink = "null",
                    Reason = "pulse: no server; portaudio: no server.",
                    Since = _time.GetUtcNow(),
                    Tried = [new TriedSink("pulse", "no server."), new TriedSink("portaudio", "no server.")],
                    Inaudible = Inaudibility.NoDevice,
                }
            );
        _log.Should()
            .Equal(
                "Warning: There is no sound device: nobody can hear what is played. pulse: no server; portaudio: no server."
            );
    }

    [Fact]
    public void Start_a_named_sink_is_no_warning()
    {
        Start("null");
        _log.Should().Equal("Information: Playing to null. As configured.");
    }

    [Fact]
    public void Start_named_sink_is_not_there_throws_and_is_closed()
    {
        _output = Make("portaudio");
        _output.Invoking(output => output.Start()).Should().Throw<SinkException>().WithMessage("no server.");
        _output
            .Status.Should()
            .Match<OutputStatus>(status => status.State == OutputState.Closed && status.Reason == "no server.");
    }

    [Fact]
    public void FramesPlayed_while_open_is_the_sinks()
    {
        AudioOutput output = Start("null");
        _factory.Last.Render(4);
        output.FramesPlayed.Should().Be(0);
        _factory.Last.FramesPlayed = 3 * Period;
        output.FramesPlayed.Should().Be(3 * Period);
        _factory.Last.FramesPlayed = 100 * Period; // a device that claims more than it was given
        output.FramesPlayed.Should().Be(4 * Period);
    }

    [Fact]
    public void Wake_any_reaches_the_sink()
    {
        AudioOutput output = Start("null");
        int wakes = _factory.Last.Wakes;
        output.Wake();
        _factory.Last.Wakes.Should().Be(wakes + 1);
    }

    [Fact]
    public void Fault_wait_nothing_is_rendered_until_the_device_is_back_and_the_timeline_goes_on()
    {
        AudioOutput output = Start("pulse", there: SinkKind.Pulse);
        FakeSink first = _factory.Last;
        first.Render(10);
        first.FramesPlayed = 8 * Period;

        _factory.There.Remove(SinkKind.Pulse);
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
                    Since = _time.GetUtcNow(),
                    FramesLost = 2 * Period,
                    Inaudible = Inaudibility.Lost("The server has gone."),
                }
            );
        output.FramesLostBetween(0, 9 * Period).Should().Be(Period, "the device had played the first eight periods");
        output.FramesLostBetween(0, 8 * Period).Should().Be(0);
        output.FramesPlayed.Should().Be(10 * Period, "what was lost will not be heard any more");
        output.Wake();
        _time.Advance(TimeSpan.FromSeconds(1));
        output.FramesPlayed.Should().Be(10 * Period);

        _factory.There.Add(SinkKind.Pulse);
        _time.Advance(TimeSpan.FromSeconds(1));
        FakeSink second = _factory.Last;
        second.Should().NotBeSameAs(first);
        second.Wakes.Should().Be(1, "somebody may have asked for it in between");
        output
            .Status.Should()
            .Match<OutputStatus>(status =>
                status.State == OutputState.Open
                && status.Reopens == 1
                && status.FramesLost == 2 * Period
                && status.Sink == "pulse"
            );

        second.Render(5);
        second.FramesPlayed = 4 * Period;
        output.FramesPlayed.Should().Be(14 * Period);
        _factory.Again.Should().Equal(false, true);
    }

    [Fact]
    public void Reopen_still_away_waits_twice_as_long_up_to_a_second_for_ever()
    {
        Start("pulse", there: SinkKind.Pulse);
        _factory.There.Remove(SinkKind.Pulse);
        _factory.Attempts.Clear();
        _factory.Last.Fault("gone.");
        long start = _time.GetTimestamp();
        var attempts = new List<double>();
        for (int ms = 0; ms < 5_600; ms += 10)
        {
            int before = _factory.Attempts.Count;
            _time.Advance(TimeSpan.FromMilliseconds(10));
            if (_factory.Attempts.Count > before)
                attempts.Add(_time.GetElapsedTime(start).TotalMilliseconds);
        }

        attempts.Should().Equal(100, 300, 700, 1500, 2500, 3500, 4500, 5500);
        _time.Advance(TimeSpan.FromHours(1));
        _factory
            .Attempts.Should()
            .OnlyContain(selection => selection.Kind == SinkKind.Pulse, "the same kind is tried, not another");
        _factory.There.Add(SinkKind.Pulse);
        _time.Advance(TimeSpan.FromSeconds(1));
        _output!.Status.State.Should().Be(OutputState.Open);
    }

    [Fact]
    public void Reopen_another_reason_is_published_and_since_stays()
    {
        AudioOutput output = Start("pulse", there: SinkKind.Pulse);
        _factory.There.Remove(SinkKind.Pulse);
        DateTimeOffset lostAt = _time.GetUtcNow();
        _factory.Last.Fault("gone.");
        _time.Advance(TimeSpan.FromSeconds(10));
        _changes
            .Select(status => (status.State, status.Reason))
            .Should()
            .Equal(
                (OutputState.Closed, "Not started."),
                (OutputState.Opening, "Starting."),
                (OutputState.Open, "As configured."),
                (OutputState.Reopening, "gone."),
                (OutputState.Reopening, "no server.")
            );
        output.Status.Since.Should().Be(lostAt);

        _factory.There.Add(SinkKind.Pulse);
        _time.Advance(TimeSpan.FromSeconds(1));
        output.Status.Reason.Should().MatchRegex(@"^It is back after 1[01]\.\d s\.$");
        output.Status.Since.Should().BeAfter(lostAt);
    }

    [Fact]
    public void Fault_run_on_a_null_sink_stands_in_and_what_it_rendered_is_lost()
    {
        AudioOutput output = Start("pulse", DeviceLossPolicy.RunOn, SinkKind.Pulse);
        _factory.Last.Render(10);
        _factory.Last.FramesPlayed = 8 * Period;
        _factory.There.Remove(SinkKind.Pulse);
        _factory.Last.Fault("gone.");

        FakeSink standIn = _factory.Last;
        standIn.Name.Should().Be("null");
        standIn.Wakes.Should().Be(1);
        output.Wake();
        standIn.Wakes.Should().Be(2);
        standIn.Render(20);
        standIn.FramesPlayed = 19 * Period;
        output.FramesPlayed.Should().Be(29 * Period);
        output
            .Status.Should()
            .Match<OutputStatus>(status =>
                status.State == OutputState.Reopening && status.Sink == "pulse" && status.FramesLost == 2 * Period
            );

        _factory.There.Add(SinkKind.Pulse);
        _time.Advance(TimeSpan.FromSeconds(1));
        standIn.IsDisposed.Should().BeTrue();
        _factory.Last.Name.Should().Be("pulse");
        output.FramesPlayed.Should().Be(30 * Period);
        output
            .Status.Should()
            .Match<OutputStatus>(status => status.State == OutputState.Open && status.FramesLost == 22 * Period);
    }

    [Fact]
    public void Fault_twice_is_one_loss()
    {
        Start("pulse", there: SinkKind.Pulse);
        FakeSink sink = _factory.Last;
        sink.Fault("gone.");
        sink.Fault("gone again.");
        _changes.Count(status => status.State == OutputState.Reopening).Should().Be(1);
    }

    [Fact]
    public void Fault_right_after_reopening_is_a_loss_of_its_own()
    {
        AudioOutput output = Start("pulse", there: SinkKind.Pulse);
        for (int loss = 1; loss <= 3; loss++)
        {
            _factory.Last.Fault($"gone {loss}.");
            output.Status.State.Should().Be(OutputState.Reopening);
            _time.Advance(TimeSpan.FromMilliseconds(100));
            output
                .Status.Should()
                .Match<OutputStatus>(status => status.State == OutputState.Open && status.Reopens == loss);
        }
    }

    [Fact]
    public void Reconsider_auto_on_null_changes_over_when_a_better_sink_is_there()
    {
        AudioOutput output = Start("auto");
        FakeSink old = _factory.Last;
        old.Render(4);
        old.FramesPlayed = 4 * Period;
        _factory.There.Add(SinkKind.Pulse);
        _time.Advance(DeviceSearch.ReconsiderInterval);
        output.Reconsider();
        old.IsDisposed.Should().BeTrue();
        _factory.Last.Name.Should().Be("pulse");
        _factory.Last.Render(2);
        _factory.Last.FramesPlayed = Period;
        output.FramesPlayed.Should().Be(5 * Period);
        output
            .Status.Should()
            .Match<OutputStatus>(status =>
                status.State == OutputState.Open
                && status.Sink == "pulse"
                && status.FramesLost == 0
                && status.Tried.Count == 0
            );

        _factory.Last.Fault("gone.");
        _time.Advance(TimeSpan.FromSeconds(1));
        _factory.Last.Name.Should().Be("pulse", "what it changed over to is what is reopened");
    }

    [Fact]
    public void Reconsider_while_sound_plays_to_nobody_the_device_is_taken_at_once()
    {
        AudioOutput output = Start("auto");
        FakeSink old = _factory.Last;
        old.Render(4);
        old.FramesPlayed = 3 * Period;
        _factory.There.Add(SinkKind.Pulse);
        _time.Advance(DeviceSearch.ReconsiderInterval);
        output.Reconsider();
        old.IsDisposed.Should().BeTrue();
        output.Status.Sink.Should().Be("pulse");
        output.Status.Inaudible.Should().BeNull();
        _factory.Last.Render().Should().Be(1);
        output.FramesPlayed.Should().Be(4 * Period, "what nobody heard is over");
        output.FramesLostBetween(0, 10 * Period).Should().Be(0, "it was known that nobody hears it");
    }

    [Fact]
    public void Reconsider_no_device_nothing_sounds_for_a_second_and_then_to_nobody()
    {
        AudioOutput output = Start("auto");
        FakeSink nobody = _factory.Last;
        int wakes = nobody.Wakes;
        output.Reconsider();
        _time.Advance(DeviceSearch.SessionWait - TimeSpan.FromMilliseconds(1));
        output.Reconsider();
        nobody.Render().Should().Be(0, "the session waits for a device");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        nobody.Wakes.Should().Be(wakes + 1);
        nobody.Render().Should().Be(1, "a session that begins later does not make it wait longer");
    }

    [Fact]
    public void Reconsider_the_device_comes_within_a_second_the_first_frame_is_its_own()
    {
        AudioOutput output = Start("auto");
        FakeSink nobody = _factory.Last;
        output.Reconsider();
        _factory.There.Add(SinkKind.Pulse);
        _time.Advance(TimeSpan.FromMilliseconds(750));
        output.Status.Sink.Should().Be("pulse");
        _mixer.Rendered.Should().Be(0, "nothing was played to nobody");
        nobody.IsDisposed.Should().BeTrue();
        _factory.Last.Wakes.Should().Be(1);
        _factory.Last.Render().Should().Be(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        _factory.Last.Render().Should().Be(1, "the end of the wait is nothing to it");
    }

    [Fact]
    public void Reconsider_sound_plays_to_nobody_it_goes_on_and_devices_are_tried_every_five_seconds_at_the_most()
    {
        AudioOutput output = Start("auto");
        _time.Advance(DeviceSearch.ReconsiderInterval - TimeSpan.FromMilliseconds(1));
        _factory.Last.Render();
        int attempts = _factory.Attempts.Count;
        output.Reconsider();
        _factory.Last.Render().Should().Be(1);
        _factory.Attempts.Should().HaveCount(attempts);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        output.Reconsider();
        output.Reconsider();
        _factory.Attempts.Should().HaveCount(attempts + 2);
        _factory.Sinks.Should().ContainSingle().Which.IsDisposed.Should().BeFalse();
    }

    [Fact]
    public void Server_appears_auto_has_no_device_is_taken_without_a_session()
    {
        AudioOutput output = Start("auto");
        _factory.Appear();
        output.Status.Sink.Should().Be("null", "the server's devices come after its socket");
        _factory.There.Add(SinkKind.Pulse);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        output
            .Status.Should()
            .Match<OutputStatus>(status =>
                status.Sink == "pulse" && status.Inaudible == null && status.Tried.Count == 0
            );
        _factory.IsWatched.Should().BeFalse("who has a device waits for none");

        _factory.There.Remove(SinkKind.Pulse);
        _factory.Last.Fault("gone.");
        _factory.IsWatched.Should().BeTrue();
    }

    [Theory]
    [InlineData(DeviceLossPolicy.Wait)]
    [InlineData(DeviceLossPolicy.RunOn)]
    public void Start_pulse_is_not_there_yet_is_waited_for(DeviceLossPolicy policy)
    {
        AudioOutput output = Start("pulse", policy);
        output
            .Status.Should()
            .Match<OutputStatus>(status =>
                status.State == OutputState.Opening && status.Sink == "pulse" && status.Reason == "no server."
            );
        output.Status.Inaudible!.Reason.Should().Be(InaudibleReason.NoDevice);
        if (policy == DeviceLossPolicy.RunOn)
            _factory.Last.Render(2).Should().Be(2);
        _time.Advance(TimeSpan.FromMinutes(1));
        output.Status.State.Should().Be(OutputState.Opening);

        _factory.There.Add(SinkKind.Pulse);
        _factory.Appear();
        output
            .Status.Should()
            .Match<OutputStatus>(status =>
                status.State == OutputState.Open
                && status.Sink == "pulse"
                && status.Inaudible == null
                && status.Reopens == 0
            );
        _factory.Last.Wakes.Should().Be(1);
        _factory.Again[^1].Should().BeFalse();
        _factory.Last.Render().Should().Be(1);
        output.FramesPlayed.Should().Be(policy == DeviceLossPolicy.RunOn ? 2 * Period : 0);
    }

    [Fact]
    public void Inaudible_the_device_says_it_is_published_and_taken_back()
    {
        AudioOutput output = Start("pulse", there: SinkKind.Pulse);
        var muted = new Inaudibility(InaudibleReason.DeviceMuted, "Muted.");
        _factory.Last.Inaudible = muted;
        output
            .Status.Should()
            .Match<OutputStatus>(status => status.State == OutputState.Open && status.Inaudible == muted);
        _factory.Last.Inaudible = null;
        output.Status.Inaudible.Should().BeNull();
    }

    [Theory]
    [InlineData("null", InaudibleReason.NullSink)]
    [InlineData("wav:mix.wav", InaudibleReason.WavSink)]
    public void Inaudible_a_sink_without_a_device_was_asked_for_says_so_and_is_intended(
        string sink,
        InaudibleReason reason
    )
    {
        _factory.There.Add(SinkKind.Wav);
        AudioOutput output = Start(sink);
        output.Status.Inaudible.Should().Match<Inaudibility>(why => why.Reason == reason && why.IsIntended);
        Inaudibility.IsAudible(output.Status.Inaudible).Should().BeNull();
    }

    [Fact]
    public void Reconsider_null_was_asked_for_tries_nothing()
    {
        AudioOutput output = Start("null");
        _factory.There.Add(SinkKind.Pulse);
        _time.Advance(TimeSpan.FromMinutes(1));
        output.Reconsider();
        _factory.Attempts.Should().HaveCount(1);
    }

    [Fact]
    public async Task Dispose_in_every_state_closes_every_sink_and_completes()
    {
        foreach (
            Action<AudioOutput> prepare in new Action<AudioOutput>[]
            {
                _ => { },
                output => output.Start(),
                output =>
                {
                    output.Start();
                    _factory.Last.Fault("gone.");
                },
                output =>
                {
                    _factory.There.Remove(SinkKind.Pulse);
                    output.Start();
                    _factory.Last.Render();
                    _factory.There.Add(SinkKind.Pulse);
                    _time.Advance(DeviceSearch.ReconsiderInterval);
                    output.Reconsider();
                },
            }
        )
        {
            _factory.There.Add(SinkKind.Pulse);
            AudioOutput output = Make("auto", DeviceLossPolicy.RunOn);
            bool completed = false;
            using IDisposable subscription = output.Changes.Subscribe(_ => { }, () => completed = true);
            prepare(output);
            await output.DisposeAsync();
            await output.DisposeAsync();
            _factory.Sinks.Should().NotContain(sink => !sink.IsDisposed);
            output.Status.State.Should().Be(OutputState.Closed);
            completed.Should().BeTrue();
            int attempts = _factory.Attempts.Count;
            _time.Advance(TimeSpan.FromMinutes(1));
            output.Wake();
            output.Reconsider();
            _factory.Attempts.Should().HaveCount(attempts, "a closed output opens nothing");
        }
    }

    [Fact]
    public async Task Start_after_dispose_is_refused()
    {
        AudioOutput output = Make("null");
        await output.DisposeAsync();
        output.Invoking(closed => closed.Start()).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Observer_throws_the_output_lives_on()
    {
        _factory.There.Add(SinkKind.Pulse);
        _output = Make("pulse");
        using IDisposable subscription = _output.Changes.Subscribe(status =>
        {
            if (status.State == OutputState.Reopening)
                throw new InvalidOperationException("An observer's own fault.");
        });
        _output.Start();
        _factory.Last.Fault("gone.");
        _time.Advance(TimeSpan.FromMilliseconds(100));
        _output.Status.State.Should().Be(OutputState.Open);
    }

    [Fact]
    public async Task Many_threads_read_and_wake_while_the_device_comes_and_goes_the_timeline_never_falls()
    {
        _factory.There.Add(SinkKind.Pulse);
        AudioOutput output = Start("pulse", DeviceLossPolicy.RunOn, SinkKind.Pulse);
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
            FakeSink sink = _factory.Last;
            sink.Render(3);
            sink.FramesPlayed = 2 * Period;
            sink.Fault("gone.");
            _factory.Last.Render(2);
            _factory.Last.FramesPlayed = Period;
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        output
            .Status.Should()
            .Match<OutputStatus>(status => status.Reopens == 500 && status.FramesLost == 500 * 3 * Period);
        output.FramesPlayed.Should().Be(500 * 5 * Period);
    }

    private AudioOutput Start(
        string sink,
        DeviceLossPolicy policy = DeviceLossPolicy.Wait,
        SinkKind there = SinkKind.Null
    )
    {
        _factory.There.Add(there);
        _output = Make(sink, policy);
        _output.Changes.Subscribe(_changes.Add);
        _output.Start();
        return _output;
    }

    private AudioOutput Make(string sink, DeviceLossPolicy policy = DeviceLossPolicy.Wait) =>
        new(new SinkOptions { Sink = sink }, policy, _mixer, _time, _log, _factory);
}
