using Audio.Core.Mixing;
using Audio.Core.Sessions;
using Audio.Core.Sinks;

namespace Audio.Core.Tests.Sessions;

/// <summary>The stages of the first sound, and when it is told; in virtual time.</summary>
public sealed class FirstSoundStagesTests : IDisposable
{
    private const long Ms = TimeSpan.TicksPerMillisecond;

    private readonly PositionRig _rig = new();
    private readonly FirstSound _first;
    private readonly List<long> _told = [];

    public FirstSoundStagesTests() =>
        _first = new FirstSound(_rig.Context, _rig.Scheduler, _rig.Position, () => _told.Add(_rig.Scheduler.Clock));

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Each_stage_is_measured_from_the_first_arrival()
    {
        _first.Arrived(_rig.Time.GetTimestamp());
        _rig.Scheduler.AdvanceBy(2 * Ms);
        _first.Arrived(_rig.Time.GetTimestamp());
        _first.Decoded();
        _rig.Scheduler.AdvanceBy(3 * Ms);
        _rig.FirstHeardAt = _rig.Scheduler.Clock;
        Mix();

        _first.Ttfa.Should().Be(new TimeToFirstAudio(At(2), At(5), At(5)));
        _told.Should().Equal(5 * Ms);
    }

    [Fact]
    public void The_device_is_asked_more_and_more_seldom_until_it_knows_and_then_never_again()
    {
        _first.Arrived(_rig.Time.GetTimestamp());
        _rig.FirstHeardAt = 8 * Ms;
        Mix();
        _rig.Scheduler.Start();

        _rig.Asked.Should().Equal(0, Ms, 3 * Ms, 7 * Ms, 11 * Ms);
        _first.Ttfa.Device.Should().Be(At(8), "the device says how long ago it was");
        _told.Should().Equal(11 * Ms);
    }

    [Fact]
    public void Where_there_is_no_device_it_is_told_at_once_and_nothing_is_measured()
    {
        _first.Arrived(_rig.Time.GetTimestamp());
        _rig.Context.Mixer.Unheard = Inaudibility.NoDevice;
        Mix();

        _told.Should().Equal(0);
        _first.Ttfa.Device.Should().BeNull();
        _rig.Asked.Should().BeEmpty();
    }

    [Fact]
    public void What_else_is_told_comes_behind_it_measured_or_not_and_it_is_told_once()
    {
        Mix();
        _first.Tell();
        _first.Tell();
        _rig.FirstHeardAt = 0;
        _rig.Scheduler.Start();

        _told.Should().Equal(0);
    }

    [Fact]
    public void A_session_that_begins_anew_is_measured_from_now_and_its_decoding_is_no_stage()
    {
        _first.Arrived(_rig.Time.GetTimestamp());
        _first.Decoded();
        _rig.Scheduler.AdvanceBy(50 * Ms);
        _first.BeginAnew();
        _rig.FirstHeardAt = _rig.Scheduler.Clock;
        Mix();

        _first.Ttfa.Should().Be(new TimeToFirstAudio(null, TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void It_is_mixed_once()
    {
        _rig.Push(480);
        MixerInput input = _rig.Join();

        _first.TryMix(input).Should().BeFalse("it was not rendered yet");
        _first.Arrived(_rig.Time.GetTimestamp());
        _rig.Render();
        _first.TryMix(input).Should().BeTrue();
        _first.TryMix(input).Should().BeFalse();
    }

    private static TimeSpan At(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void Mix()
    {
        _rig.Push(480);
        MixerInput input = _rig.Join();
        _rig.Render();
        _first.TryMix(input).Should().BeTrue();
        _first.Watch();
    }
}
