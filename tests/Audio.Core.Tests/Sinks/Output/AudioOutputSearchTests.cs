using Audio.Core.Sinks;
using Audio.Core.Sinks.Output;

namespace Audio.Core.Tests.Sinks.Output;

/// <summary>The output has no device, or not the one it wants, and looks for it, in virtual time.</summary>
public sealed class AudioOutputSearchTests : IAsyncDisposable
{
    private readonly AudioOutputRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public void Reconsider_auto_on_null_changes_over_when_a_better_sink_is_there()
    {
        AudioOutput output = _rig.Start("auto");
        FakeSink old = _rig.Factory.Last;
        old.Render(4);
        old.FramesPlayed = 4 * AudioOutputRig.Period;
        _rig.Factory.There.Add(SinkKind.Pulse);
        _rig.Time.Advance(DeviceSearch.ReconsiderInterval);
        output.Reconsider();
        old.IsDisposed.Should().BeTrue();
        _rig.Factory.Last.Name.Should().Be("pulse");
        _rig.Factory.Last.Render(2);
        _rig.Factory.Last.FramesPlayed = AudioOutputRig.Period;
        output.FramesPlayed.Should().Be(5 * AudioOutputRig.Period);
        output
            .Status.Should()
            .Match<OutputStatus>(status =>
                status.State == OutputState.Open
                && status.Sink == "pulse"
                && status.FramesLost == 0
                && status.Tried.Count == 0
            );

        _rig.Factory.Last.Fault("gone.");
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        _rig.Factory.Last.Name.Should().Be("pulse", "what it changed over to is what is reopened");
    }

    [Fact]
    public void Reconsider_while_sound_plays_to_nobody_the_device_is_taken_at_once()
    {
        AudioOutput output = _rig.Start("auto");
        FakeSink old = _rig.Factory.Last;
        old.Render(4);
        old.FramesPlayed = 3 * AudioOutputRig.Period;
        _rig.Factory.There.Add(SinkKind.Pulse);
        _rig.Time.Advance(DeviceSearch.ReconsiderInterval);
        output.Reconsider();
        old.IsDisposed.Should().BeTrue();
        output.Status.Sink.Should().Be("pulse");
        output.Status.Inaudible.Should().BeNull();
        _rig.Factory.Last.Render().Should().Be(1);
        output.FramesPlayed.Should().Be(4 * AudioOutputRig.Period, "what nobody heard is over");
        output.FramesLostBetween(0, 10 * AudioOutputRig.Period).Should().Be(0, "it was known that nobody hears it");
    }

    [Fact]
    public void Reconsider_no_device_nothing_sounds_for_a_second_and_then_to_nobody()
    {
        AudioOutput output = _rig.Start("auto");
        FakeSink nobody = _rig.Factory.Last;
        int wakes = nobody.Wakes;
        output.Reconsider();
        _rig.Time.Advance(DeviceSearch.SessionWait - TimeSpan.FromMilliseconds(1));
        output.Reconsider();
        nobody.Render().Should().Be(0, "the session waits for a device");
        _rig.Time.Advance(TimeSpan.FromMilliseconds(1));
        nobody.Wakes.Should().Be(wakes + 1);
        nobody.Render().Should().Be(1, "a session that begins later does not make it wait longer");
    }

    [Fact]
    public void Reconsider_the_device_comes_within_a_second_the_first_frame_is_its_own()
    {
        AudioOutput output = _rig.Start("auto");
        FakeSink nobody = _rig.Factory.Last;
        output.Reconsider();
        _rig.Factory.There.Add(SinkKind.Pulse);
        _rig.Time.Advance(TimeSpan.FromMilliseconds(750));
        output.Status.Sink.Should().Be("pulse");
        _rig.Mixer.Rendered.Should().Be(0, "nothing was played to nobody");
        nobody.IsDisposed.Should().BeTrue();
        _rig.Factory.Last.Wakes.Should().Be(1);
        _rig.Factory.Last.Render().Should().Be(1);
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        _rig.Factory.Last.Render().Should().Be(1, "the end of the wait is nothing to it");
    }

    [Fact]
    public void Reconsider_sound_plays_to_nobody_it_goes_on_and_devices_are_tried_every_five_seconds_at_the_most()
    {
        AudioOutput output = _rig.Start("auto");
        _rig.Time.Advance(DeviceSearch.ReconsiderInterval - TimeSpan.FromMilliseconds(1));
        _rig.Factory.Last.Render();
        int attempts = _rig.Factory.Attempts.Count;
        output.Reconsider();
        _rig.Factory.Last.Render().Should().Be(1);
        _rig.Factory.Attempts.Should().HaveCount(attempts);
        _rig.Time.Advance(TimeSpan.FromMilliseconds(1));
        output.Reconsider();
        output.Reconsider();
        _rig.Factory.Attempts.Should().HaveCount(attempts + 2);
        _rig.Factory.Sinks.Should().ContainSingle().Which.IsDisposed.Should().BeFalse();
    }

    [Fact]
    public void Server_appears_auto_has_no_device_is_taken_without_a_session()
    {
        AudioOutput output = _rig.Start("auto");
        _rig.Factory.Appear();
        output.Status.Sink.Should().Be("null", "the server's devices come after its socket");
        _rig.Factory.There.Add(SinkKind.Pulse);
        _rig.Time.Advance(TimeSpan.FromMilliseconds(100));
        output
            .Status.Should()
            .Match<OutputStatus>(status =>
                status.Sink == "pulse" && status.Inaudible == null && status.Tried.Count == 0
            );
        _rig.Factory.IsWatched.Should().BeFalse("who has a device waits for none");

        _rig.Factory.There.Remove(SinkKind.Pulse);
        _rig.Factory.Last.Fault("gone.");
        _rig.Factory.IsWatched.Should().BeTrue();
    }

    [Theory]
    [InlineData(DeviceLossPolicy.Wait)]
    [InlineData(DeviceLossPolicy.RunOn)]
    public void Start_pulse_is_not_there_yet_is_waited_for(DeviceLossPolicy policy)
    {
        AudioOutput output = _rig.Start("pulse", policy);
        output
            .Status.Should()
            .Match<OutputStatus>(status =>
                status.State == OutputState.Opening && status.Sink == "pulse" && status.Reason == "no server."
            );
        output.Status.Inaudible!.Reason.Should().Be(InaudibleReason.NoDevice);
        if (policy == DeviceLossPolicy.RunOn)
            _rig.Factory.Last.Render(2).Should().Be(2);
        _rig.Time.Advance(TimeSpan.FromMinutes(1));
        output.Status.State.Should().Be(OutputState.Opening);

        _rig.Factory.There.Add(SinkKind.Pulse);
        _rig.Factory.Appear();
        output
            .Status.Should()
            .Match<OutputStatus>(status =>
                status.State == OutputState.Open
                && status.Sink == "pulse"
                && status.Inaudible == null
                && status.Reopens == 0
            );
        _rig.Factory.Last.Wakes.Should().Be(1);
        _rig.Factory.Again[^1].Should().BeFalse();
        _rig.Factory.Last.Render().Should().Be(1);
        output.FramesPlayed.Should().Be(policy == DeviceLossPolicy.RunOn ? 2 * AudioOutputRig.Period : 0);
    }

    [Fact]
    public void Reconsider_null_was_asked_for_tries_nothing()
    {
        AudioOutput output = _rig.Start("null");
        _rig.Factory.There.Add(SinkKind.Pulse);
        _rig.Time.Advance(TimeSpan.FromMinutes(1));
        output.Reconsider();
        _rig.Factory.Attempts.Should().HaveCount(1);
    }
}
