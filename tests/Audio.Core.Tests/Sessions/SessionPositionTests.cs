using Audio.Core.Sinks;

namespace Audio.Core.Tests.Sessions;

/// <summary>How far a stream was heard: what was mixed, less what the loudspeaker has not played yet.</summary>
public sealed class SessionPositionTests : IDisposable
{
    private readonly PositionRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Before_it_has_a_place_in_the_mix_nothing_was_heard()
    {
        _rig.Push(480);

        _rig.Position.HasSounded.Should().BeFalse();
        _rig.Position.FramesHeard.Should().Be(0);
        _rig.Position.HeardUpTo(960).Should().Be(0);
    }

    [Fact]
    public void It_is_heard_as_far_as_the_loudspeaker_has_played_and_no_further_than_it_was_mixed()
    {
        _rig.Push(960);
        _rig.Join();
        _rig.Render();

        _rig.Position.Sounds.Should().BeTrue();
        _rig.Position.FramesHeard.Should().Be(0);
        _rig.FramesPlayed = 100;
        _rig.Position.FramesHeard.Should().Be(100);
        _rig.Position.HeardUpTo(1_920).Should().Be(200);
        _rig.FramesPlayed = 5_000;
        _rig.Position.FramesHeard.Should().Be(480);
        _rig.Position.IsAll(_rig.Position.FramesPlayed).Should().BeFalse("480 more were decoded");
    }

    [Fact]
    public void Where_all_that_was_decoded_was_heard_all_that_was_received_was()
    {
        _rig.Push(480);
        _rig.Join();
        _rig.Render();
        _rig.FramesPlayed = 480;

        _rig.Position.HeardUpTo(961).Should().Be(961, "half a frame more came");
    }

    [Fact]
    public void Frames_count_at_the_rate_of_the_stream()
    {
        using var rig = new PositionRig(rate: 24_000);
        rig.Push(480);
        rig.Join();
        rig.Render();
        rig.FramesPlayed = 300;

        rig.Position.FramesHeard.Should().Be(300);
        rig.Position.FramesPlayed.Should().Be(150);
        rig.Position.HeardUpTo(960).Should().Be(300);
    }

    [Fact]
    public void What_a_device_lost_could_not_be_heard_and_the_length_is_told()
    {
        _rig.Push(480);
        _rig.Join();
        _rig.Render();
        _rig.Position.Inaudible.Should().BeNull();
        _rig.Lost = 96;

        _rig.Position.Inaudible.Should().Be(Inaudibility.WhileItPlayed with { Length = TimeSpan.FromMilliseconds(2) });
    }

    [Fact]
    public void Before_it_sounds_it_is_as_inaudible_as_the_output()
    {
        _rig.Status = _rig.Status with { Inaudible = Inaudibility.NoDevice };

        _rig.Position.Inaudible.Should().Be(Inaudibility.NoDevice);
    }

    [Fact]
    public void It_is_silent_since_it_was_made_and_again_since_the_first_time_that_there_is_no_sound()
    {
        _rig.Position.SilentSince.Should().Be(7);
        _rig.Position.HasSoundNow();
        _rig.Position.SilentSince.Should().BeNull();
        _rig.Position.FallSilent(20).Should().BeTrue();
        _rig.Position.FallSilent(30).Should().BeFalse();
        _rig.Position.SilentSince.Should().Be(20);
    }

    [Fact]
    public void A_frame_of_the_mix_is_as_far_away_as_the_loudspeaker_has_to_play()
    {
        _rig.FramesPlayed = 48;

        _rig.Position.Until(96).Should().Be(TimeSpan.FromMilliseconds(1));
        _rig.Position.Until(0).Should().Be(TimeSpan.FromMilliseconds(-1));
    }
}
