using Audio.Core.Mixing;
using Audio.Core.Sinks;

namespace Audio.Core.Tests.Mixing;

/// <summary>Gain, pause, resume and cancel: every sample of the 5 ms ramp, 240 frames at 48 kHz.</summary>
public sealed class MixerRampTests
{
    private const int Ramp = 240;

    private readonly CountingObserver _observer = new();
    private readonly Mixer _mixer;

    public MixerRampTests() => _mixer = new Mixer(48_000, _observer);

    [Theory]
    [InlineData(1), InlineData(2)]
    public void A_new_gain_is_reached_in_a_straight_line(int channels)
    {
        MixerInput input = _mixer.Add(new ConstantSource(channels, 0.5f));
        Render(10).Should().OnlyContain(sample => sample == 0.5f);
        input.Gain = 0.25f;
        Render(300).Should().Equal(Line(1f, 0.25f, 0.5f).Concat(Enumerable.Repeat(0.125f, 60)));
        Render(10).Should().OnlyContain(sample => sample == 0.125f);
    }

    [Theory]
    [InlineData(1), InlineData(7), InlineData(64), InlineData(239), InlineData(240)]
    public void A_ramp_runs_on_over_any_number_of_renders(int period)
    {
        MixerInput input = _mixer.Add(new ConstantSource(2, 1f));
        Render(1);
        input.Gain = 0f;
        var mixed = new List<float>();
        while (mixed.Count <= Ramp)
            mixed.AddRange(Render(period));
        mixed.Take(Ramp).Should().Equal(Line(1f, 0f, 1f));
        mixed.Skip(Ramp).Should().OnlyContain(sample => sample == 0f);
    }

    [Fact]
    public void A_gain_that_changes_in_mid_ramp_goes_on_from_where_it_is()
    {
        MixerInput input = _mixer.Add(new ConstantSource(1, 1f));
        Render(1);
        input.Gain = 0f;
        float turned = Gain(1f, 0f, 119);
        Render(120)[^1].Should().Be(turned);
        input.Gain = 1f;
        Render(Ramp).Should().Equal(Line(turned, 1f, 1f));
    }

    [Fact]
    public void The_gain_at_the_start_needs_no_ramp_also_when_it_was_changed_before_the_first_sample()
    {
        var source = new StarvingSource(1);
        MixerInput input = _mixer.Add(source, 0.5f);
        Render(4, sounds: false);
        input.Gain = 0.25f;
        source.Enqueue(1f, 1f, 1f);
        Render(3).Should().Equal(0.25f, 0.25f, 0.25f);
    }

    [Fact]
    public void Pause_ramps_down_then_leaves_the_source_alone_and_resume_goes_on_with_the_next_sample()
    {
        var source = new StarvingSource(1, [.. Enumerable.Range(0, 2_000).Select(i => 0.25f + i / 8_192f)]);
        MixerInput input = _mixer.Add(source);
        Render(100);
        input.Pause();
        float[] down = Render(300);
        down.Should()
            .Equal(
                Enumerable.Range(0, 300).Select(k => k < Ramp ? (0.25f + (100 + k) / 8_192f) * Gain(1f, 0f, k) : 0f)
            );
        (source.Held, input.LastFrame, input.FramesMixed, input.IsPaused, input.IsEnded)
            .Should()
            .Be((2_000 - 340, 340L, 340L, true, false));

        int reads = source.Reads;
        Render(300, sounds: false);
        source.Reads.Should().Be(reads, "a paused input is not read");

        input.Resume();
        Render(300)
            .Should()
            .Equal(
                Enumerable.Range(0, 300).Select(k => (0.25f + (340 + k) / 8_192f) * (k < Ramp ? Gain(0f, 1f, k) : 1f))
            );
        input.StartFrame.Should().Be(0);
        _observer.Changes.Should().Be(1, "a pause is no starvation");
    }

    [Fact]
    public void Resume_in_mid_ramp_turns_round_without_a_step()
    {
        MixerInput input = _mixer.Add(new ConstantSource(1, 1f));
        Render(1);
        input.Pause();
        float turned = Gain(1f, 0f, 59);
        Render(60)[^1].Should().Be(turned);
        input.Resume();
        Render(Ramp).Should().Equal(Line(turned, 1f, 1f));
    }

    [Fact]
    public void Pause_before_the_first_sample_then_resume_is_a_natural_start()
    {
        var source = new ConstantSource(1, 0.5f);
        MixerInput input = _mixer.Add(source);
        input.Pause();
        Render(10, sounds: false);
        source.FramesRead.Should().Be(0);
        input.Resume();
        Render(10).Should().OnlyContain(sample => sample == 0.5f);
    }

    [Fact]
    public void Cancel_ramps_down_then_ends_and_leaves_the_rest_unread()
    {
        var source = new StarvingSource(2, [.. Enumerable.Repeat(1f, 2_000)]);
        MixerInput input = _mixer.Add(source);
        Render(100);
        input.Cancel();
        Render(300).Should().Equal(Line(1f, 0f, 1f).Concat(Enumerable.Repeat(0f, 60)));
        (input.EndedBy, input.EndFrame, input.LastFrame, input.FramesMixed)
            .Should()
            .Be((MixerInputEnd.Cancelled, 340, 340, 340));
        source.Held.Should().Be(2_000 - 680);
        _observer.Changes.Should().Be(2);
        Render(10, sounds: false);
        source.Held.Should().Be(2_000 - 680);
    }

    [Fact]
    public void Cancel_over_several_periods_ends_in_the_one_that_the_ramp_ends_in()
    {
        MixerInput input = _mixer.Add(new ConstantSource(1, 1f));
        Render(10);
        input.Cancel();
        Render(239);
        input.IsEnded.Should().BeFalse();
        Render(1).Should().Equal(0f);
        (input.IsEnded, input.EndFrame).Should().Be((true, 250));
    }

    [Fact]
    public void Cancel_where_nothing_sounds_ends_at_once()
    {
        var source = new StarvingSource(1, 0.5f);
        MixerInput starving = _mixer.Add(source);
        MixerInput unheard = _mixer.Add(new ConstantSource(1, 0.5f));
        unheard.Pause();
        Render(300);
        source.Enqueue(0.5f);
        starving.Cancel();
        unheard.Cancel();
        Render(4, sounds: false);
        (starving.EndedBy, starving.EndFrame).Should().Be((MixerInputEnd.Cancelled, 241), "it had faded by then");
        (unheard.EndedBy, unheard.EndFrame, unheard.StartFrame).Should().Be((MixerInputEnd.Cancelled, 300, -1));
        source.Held.Should().Be(1);
    }

    [Fact]
    public void Cancel_of_a_paused_input_ends_at_once()
    {
        MixerInput input = _mixer.Add(new ConstantSource(1, 0.5f));
        Render(4);
        input.Pause();
        Render(300);
        input.Cancel();
        Render(4, sounds: false);
        (input.EndedBy, input.EndFrame).Should().Be((MixerInputEnd.Cancelled, 244));
    }

    [Fact]
    public void Cancel_of_a_source_that_runs_out_in_the_ramp_is_still_a_cancel()
    {
        var source = new StarvingSource(1, [.. Enumerable.Repeat(1f, 110)]) { Completed = true };
        MixerInput input = _mixer.Add(source);
        Render(10);
        input.Cancel();
        Render(200).Should().Equal(Line(1f, 0f, 1f).Take(100).Concat(Enumerable.Repeat(0f, 100)));
        (input.EndedBy, input.EndFrame).Should().Be((MixerInputEnd.Cancelled, 110));
    }

    [Theory]
    [InlineData(-0.1f), InlineData(16.1f), InlineData(float.NaN), InlineData(float.PositiveInfinity)]
    public void A_gain_outside_0_to_16_is_refused(float gain)
    {
        MixerInput input = _mixer.Add(new ConstantSource(1, 1f));
        FluentActions.Invoking(() => input.Gain = gain).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions
            .Invoking(() => _mixer.Add(new ConstantSource(1, 1f), gain))
            .Should()
            .Throw<ArgumentOutOfRangeException>();
    }

    /// <summary>The rule of the ramp, written down once more.</summary>
    private static float Gain(float from, float target, int k) => target + (from - target) / Ramp * (Ramp - 1 - k);

    private static IEnumerable<float> Line(float from, float target, float sample) =>
        Enumerable.Range(0, Ramp).Select(k => sample * Gain(from, target, k));

    /// <summary>The left channel, after making sure that the right one is the same.</summary>
    private float[] Render(int frames, bool sounds = true)
    {
        float[] buffer = new float[2 * frames];
        _mixer.Render(buffer).Should().Be(sounds);
        float[] left = Signals.TestSignals.Channel(buffer, 0);
        Signals.TestSignals.Channel(buffer, 1).Should().Equal(left);
        return left;
    }
}
