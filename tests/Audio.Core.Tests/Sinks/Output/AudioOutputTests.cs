using Audio.Core.Sinks;
using Audio.Core.Sinks.Output;

namespace Audio.Core.Tests.Sinks.Output;

/// <summary>The output from its start to its end, with sinks that obey the test, in virtual time.</summary>
public sealed class AudioOutputTests : IAsyncDisposable
{
    private readonly AudioOutputRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public void Start_auto_and_pulse_is_there_takes_pulse()
    {
        _rig.Factory.There.Add(SinkKind.Pulse);
        AudioOutput output = _rig.Start("auto");
        output
            .Status.Should()
            .BeEquivalentTo(
                new OutputStatus
                {
                    State = OutputState.Open,
                    Sink = "pulse",
                    Reason = "The first choice of auto.",
                    Since = _rig.Time.GetUtcNow(),
                }
            );
        _rig.Factory.Attempts.Should().Equal(new SinkSelection(SinkKind.Pulse));
        _rig.Changes.Select(status => status.State)
            .Should()
            .Equal(OutputState.Closed, OutputState.Opening, OutputState.Open);
    }

    [Fact]
    public void Start_auto_and_nothing_is_there_takes_null_and_says_why()
    {
        AudioOutput output = _rig.Start("auto");
        output
            .Status.Should()
            .BeEquivalentTo(
                new OutputStatus
                {
                    State = OutputState.Open,
                    Sink = "null",
                    Reason = "pulse: no server; portaudio: no server.",
                    Since = _rig.Time.GetUtcNow(),
                    Tried = [new TriedSink("pulse", "no server."), new TriedSink("portaudio", "no server.")],
                    Inaudible = Inaudibility.NoDevice,
                }
            );
        _rig.Log.Should()
            .Equal(
                "Warning: There is no sound device: nobody can hear what is played. pulse: no server; "
                    + "portaudio: no server."
            );
    }

    [Fact]
    public void Start_a_named_sink_is_no_warning()
    {
        _rig.Start("null");
        _rig.Log.Should().Equal("Information: Playing to null. As configured.");
    }

    [Fact]
    public void Start_named_sink_is_not_there_throws_and_is_closed()
    {
        _rig.Output = _rig.Make("portaudio");
        _rig.Output.Invoking(output => output.Start()).Should().Throw<SinkException>().WithMessage("no server.");
        _rig.Output.Status.Should()
            .Match<OutputStatus>(status => status.State == OutputState.Closed && status.Reason == "no server.");
    }

    [Fact]
    public void FramesPlayed_while_open_is_the_sinks()
    {
        AudioOutput output = _rig.Start("null");
        _rig.Factory.Last.Render(4);
        output.FramesPlayed.Should().Be(0);
        _rig.Factory.Last.FramesPlayed = 3 * AudioOutputRig.Period;
        output.FramesPlayed.Should().Be(3 * AudioOutputRig.Period);
        _rig.Factory.Last.FramesPlayed = 100 * AudioOutputRig.Period; // a device that claims more than it was given
        output.FramesPlayed.Should().Be(4 * AudioOutputRig.Period);
    }

    [Fact]
    public void Wake_any_reaches_the_sink()
    {
        AudioOutput output = _rig.Start("null");
        int wakes = _rig.Factory.Last.Wakes;
        output.Wake();
        _rig.Factory.Last.Wakes.Should().Be(wakes + 1);
    }

    [Fact]
    public void Inaudible_the_device_says_it_is_published_and_taken_back()
    {
        AudioOutput output = _rig.Start("pulse", there: SinkKind.Pulse);
        var muted = new Inaudibility(InaudibleReason.DeviceMuted, "Muted.");
        _rig.Factory.Last.Inaudible = muted;
        output
            .Status.Should()
            .Match<OutputStatus>(status => status.State == OutputState.Open && status.Inaudible == muted);
        _rig.Factory.Last.Inaudible = null;
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
        _rig.Factory.There.Add(SinkKind.Wav);
        AudioOutput output = _rig.Start(sink);
        output.Status.Inaudible.Should().Match<Inaudibility>(why => why.Reason == reason && why.IsIntended);
        Inaudibility.IsAudible(output.Status.Inaudible).Should().BeNull();
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
                    _rig.Factory.Last.Fault("gone.");
                },
                output =>
                {
                    _rig.Factory.There.Remove(SinkKind.Pulse);
                    output.Start();
                    _rig.Factory.Last.Render();
                    _rig.Factory.There.Add(SinkKind.Pulse);
                    _rig.Time.Advance(DeviceSearch.ReconsiderInterval);
                    output.Reconsider();
                },
            }
        )
        {
            _rig.Factory.There.Add(SinkKind.Pulse);
            AudioOutput output = _rig.Make("auto", DeviceLossPolicy.RunOn);
            bool completed = false;
            using IDisposable subscription = output.Changes.Subscribe(_ => { }, () => completed = true);
            prepare(output);
            await output.DisposeAsync();
            await output.DisposeAsync();
            _rig.Factory.Sinks.Should().NotContain(sink => !sink.IsDisposed);
            output.Status.State.Should().Be(OutputState.Closed);
            completed.Should().BeTrue();
            int attempts = _rig.Factory.Attempts.Count;
            _rig.Time.Advance(TimeSpan.FromMinutes(1));
            output.Wake();
            output.Reconsider();
            _rig.Factory.Attempts.Should().HaveCount(attempts, "a closed output opens nothing");
        }
    }

    [Fact]
    public async Task Start_after_dispose_is_refused()
    {
        AudioOutput output = _rig.Make("null");
        await output.DisposeAsync();
        output.Invoking(closed => closed.Start()).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Observer_throws_the_output_lives_on()
    {
        _rig.Factory.There.Add(SinkKind.Pulse);
        _rig.Output = _rig.Make("pulse");
        using IDisposable subscription = _rig.Output.Changes.Subscribe(status =>
        {
            if (status.State == OutputState.Reopening)
                throw new InvalidOperationException("An observer's own fault.");
        });
        _rig.Output.Start();
        _rig.Factory.Last.Fault("gone.");
        _rig.Time.Advance(TimeSpan.FromMilliseconds(100));
        _rig.Output.Status.State.Should().Be(OutputState.Open);
    }
}
