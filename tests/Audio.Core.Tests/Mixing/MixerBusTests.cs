using Audio.Core.Dsp;
using Audio.Core.Mixing;
using Audio.Core.Sinks;
using Audio.Core.Tests.Signals;
using Audio.Protocol.Etiquette;

namespace Audio.Core.Tests.Mixing;

/// <summary>Session to bus to master: volumes, mutes and ducking, sample for sample.</summary>
public sealed class MixerBusTests
{
    private const int Ramp = 240;
    private const int Attack = 2_400;
    private const int Release = 14_400;
    private static readonly float Ducked = (float)Decibels.ToFactor(-12);

    private readonly Mixer _mixer = new(48_000);

    [Fact]
    public void Buses_are_one_a_priority_the_lowest_first()
    {
        _mixer
            .Buses.Select(static bus => (bus.Name, bus.Volume, bus.IsMuted, bus.Ducking))
            .Should()
            .Equal(
                ("media", 1f, false, 1f),
                ("notification", 1f, false, 1f),
                ("speech", 1f, false, 1f),
                ("alert", 1f, false, 1f)
            );
        (_mixer.Master.Name, _mixer.Master.Priority).Should().Be(("master", null));
    }

    [Theory]
    [
        InlineData(SessionPriority.Media, 1),
        InlineData(SessionPriority.Media, 2),
        InlineData(SessionPriority.Alert, 1),
        InlineData(SessionPriority.Alert, 2)
    ]
    public void An_input_alone_passes_its_bus_bit_for_bit(SessionPriority priority, int channels)
    {
        float[] samples = TestSignals.Noise(480 * channels, 1);
        _mixer.Add(new QueueSource(channels, samples), priority: priority);
        float[] buffer = new float[960];
        _mixer.Render(buffer);
        buffer.Should().Equal(channels == 2 ? samples : TestSignals.Interleave(samples, samples));
    }

    [Theory]
    [InlineData(1), InlineData(2)]
    public void Volume_of_a_bus_is_ramped_and_moves_no_other(int channels)
    {
        _mixer.Add(new ConstantSource(channels, 0.5f), priority: SessionPriority.Speech);
        Render(10).Should().OnlyContain(static sample => sample == 0.5f);
        Bus(SessionPriority.Media).Volume = 0f;
        Bus(SessionPriority.Speech).Volume = 0.5f;
        Render(Ramp + 60).Should().Equal(Line(1f, 0.5f, 0.5f).Concat(Enumerable.Repeat(0.25f, 60)));
    }

    [Fact]
    public void Mute_is_ramped_keeps_the_volume_and_what_plays_goes_on()
    {
        var source = new ConstantSource(1, 0.5f);
        _mixer.Add(source, priority: SessionPriority.Media);
        Bus(SessionPriority.Media).Volume = 0.5f;
        Render(10).Should().OnlyContain(static sample => sample == 0.25f, "it began at its volume");
        Bus(SessionPriority.Media).IsMuted = true;
        Render(Ramp + 10).Should().Equal(Line(0.5f, 0f, 0.5f).Concat(Enumerable.Repeat(0f, 10)));
        source.FramesRead.Should().Be(10 + Ramp + 10);
        Bus(SessionPriority.Media).IsMuted = false;
        Render(Ramp).Should().Equal(Line(0f, 0.5f, 0.5f));
    }

    [Fact]
    public void Master_is_behind_the_buses_and_in_front_of_the_limiter()
    {
        _mixer.Add(new ConstantSource(2, 0.75f), priority: SessionPriority.Media);
        _mixer.Add(new ConstantSource(1, 0.75f), priority: SessionPriority.Media);
        _mixer.Master.Volume = 0.5f;
        Render(10).Should().OnlyContain(static sample => sample == 0.75f, "1.5 times 0.5 is below full scale");
        _mixer.Master.IsMuted = true;
        Render(Ramp).Should().Equal(Line(0.5f, 0f, 1.5f));
    }

    [Theory]
    [InlineData(-0.1f), InlineData(4.1f), InlineData(float.NaN)]
    public void A_volume_outside_0_to_4_is_refused(float volume) =>
        FluentActions.Invoking(() => _mixer.Master.Volume = volume).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Ducking_goes_down_while_speech_sounds_and_back_when_it_is_over()
    {
        _mixer.Add(new ConstantSource(1, 0.5f), priority: SessionPriority.Media);
        Render(240);
        _mixer.Add(new QueueSource(1, [.. Enumerable.Repeat(0.25f, 2_880)]), priority: SessionPriority.Speech);
        Periods(12).Should().Equal(Enumerable.Range(0, 2_880).Select(k => 0.5f * Gain(1f, Ducked, k, Attack) + 0.25f));
        Bus(SessionPriority.Media).Ducking.Should().Be(Ducked);
        Periods(61).Should().Equal(Enumerable.Range(0, 14_640).Select(static k => 0.5f * Gain(Ducked, 1f, k, Release)));
        Bus(SessionPriority.Media).Ducking.Should().Be(1f);
        Render(10).Should().OnlyContain(static sample => sample == 0.5f);
    }

    [Fact]
    public void Ducking_of_what_begins_beneath_is_there_at_its_first_sample()
    {
        _mixer.Add(new ConstantSource(1, 0.25f), priority: SessionPriority.Alert);
        Render(10);
        _mixer.Add(new ConstantSource(1, 0.5f), priority: SessionPriority.Notification);
        Render(10).Should().OnlyContain(static sample => sample == 0.5f * Ducked + 0.25f);
    }

    [Fact]
    public void Ducking_is_that_of_the_deepest_rule_of_those_that_sound()
    {
        var mixer = new Mixer(
            48_000,
            ducking:
            [
                new DuckingRule(SessionPriority.Speech, SessionPriority.Media)
                {
                    Level = -6,
                    Attack = Ms(1),
                    Release = Ms(10),
                },
                new DuckingRule(SessionPriority.Alert, SessionPriority.Media)
                {
                    Level = -20,
                    Attack = Ms(2),
                    Release = Ms(20),
                },
                new DuckingRule(SessionPriority.Alert, SessionPriority.Speech) { Level = 0 },
            ]
        );
        mixer.Add(new ConstantSource(1, 0.5f), priority: SessionPriority.Media);
        Render(mixer, 240);
        mixer.Add(new QueueSource(1, [.. Enumerable.Repeat(0.125f, 960)]), priority: SessionPriority.Speech);
        float six = (float)Decibels.ToFactor(-6);
        float twenty = (float)Decibels.ToFactor(-20);
        Render(mixer, 240).Should().Equal(Enumerable.Range(0, 240).Select(k => 0.5f * Gain(1f, six, k, 48) + 0.125f));
        mixer.Add(new QueueSource(1, [.. Enumerable.Repeat(0.0625f, 240)]), priority: SessionPriority.Alert);
        Render(mixer, 240)
            .Should()
            .Equal(
                Enumerable.Range(0, 240).Select(k => 0.5f * Gain(six, twenty, k, 96) + 0.125f + 0.0625f),
                "the alert leaves speech as it is"
            );
        Render(mixer, 240)
            .Should()
            .Equal(
                Enumerable.Range(0, 240).Select(k => 0.5f * Gain(twenty, six, k, 960) + 0.125f),
                "the way back to the speech's level is the alert's"
            );
    }

    [Fact]
    public void Ducking_without_rules_leaves_everything_as_it_is()
    {
        var mixer = new Mixer(48_000, ducking: []);
        mixer.Add(new ConstantSource(1, 0.5f), priority: SessionPriority.Media);
        mixer.Add(new ConstantSource(1, 0.25f), priority: SessionPriority.Alert);
        Render(mixer, 480).Should().OnlyContain(static sample => sample == 0.75f);
    }

    [Theory]
    [InlineData("cancel"), InlineData("remove"), InlineData("pause"), InlineData("starve"), InlineData("fault")]
    public void Ducking_releases_however_the_higher_one_falls_silent(string how)
    {
        _mixer.Add(new ConstantSource(1, 0.5f), priority: SessionPriority.Media);
        var source = new StarvingSource(1, [.. Enumerable.Repeat(0.25f, how == "starve" ? 2_400 : 24_000)]);
        int reads = 0;
        MixerInput speech = _mixer.Add(
            how == "fault"
                ? new FaultySource(length => ++reads < 11 ? length : throw new InvalidDataException(), channels: 1)
                : source,
            gain: how == "fault" ? 0.25f : 1f,
            priority: SessionPriority.Speech
        );
        Periods(10);
        Bus(SessionPriority.Media).Ducking.Should().Be(Ducked);
        switch (how)
        {
            case "cancel":
                speech.Cancel();
                break;
            case "remove":
                _mixer.Remove(speech);
                break;
            case "pause":
                speech.Pause();
                break;
        }
        Periods(1 + 60);
        Bus(SessionPriority.Media).Ducking.Should().Be(1f);
        Render(10).Should().OnlyContain(static sample => sample == 0.5f);
    }

    [Fact]
    public void Where_nothing_sounds_ducking_is_over()
    {
        _mixer.Add(new QueueSource(1, [.. Enumerable.Repeat(0.5f, 2_400)]), priority: SessionPriority.Media);
        _mixer.Add(new QueueSource(1, [.. Enumerable.Repeat(0.25f, 2_400)]), priority: SessionPriority.Speech);
        Periods(10);
        Bus(SessionPriority.Media).Ducking.Should().Be(Ducked);
        _mixer.Render(new float[480]).Should().BeFalse();
        Bus(SessionPriority.Media).Ducking.Should().Be(1f);
        _mixer.Add(new ConstantSource(1, 0.5f), priority: SessionPriority.Media);
        Render(10).Should().OnlyContain(static sample => sample == 0.5f);
    }

    private static float Gain(float from, float target, int k, int frames) =>
        k < frames ? target + (from - target) / frames * (frames - 1 - k) : target;

    private static IEnumerable<float> Line(float from, float target, float sample) =>
        Enumerable.Range(0, Ramp).Select(k => sample * Gain(from, target, k, Ramp));

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private AudioBus Bus(SessionPriority priority) => _mixer.Buses[(int)priority];

    private List<float> Periods(int count)
    {
        var mixed = new List<float>();
        for (int i = 0; i < count; i++)
            mixed.AddRange(Render(240));
        return mixed;
    }

    private float[] Render(int frames) => Render(_mixer, frames);

    /// <summary>The left channel, after making sure that the right one is the same.</summary>
    private static float[] Render(Mixer mixer, int frames)
    {
        float[] buffer = new float[2 * frames];
        mixer.Render(buffer).Should().BeTrue();
        float[] left = TestSignals.Channel(buffer, 0);
        TestSignals.Channel(buffer, 1).Should().Equal(left);
        return left;
    }
}
