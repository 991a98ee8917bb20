using Audio.Core.Mixing;
using Audio.Core.Sinks;
using Audio.Core.Tests.Signals;
using Audio.Protocol;
using Audio.Testing;
using NAudio.Wave;

namespace Audio.Core.Tests.Mixing;

/// <summary>Sums, joins and ends, sample for sample.</summary>
public sealed class MixerTests
{
    private const float Untouched = 7f;

    [Fact]
    public void Render_no_input_leaves_the_buffer_untouched()
    {
        var mixer = new Mixer(48_000);
        Render(mixer, 4, out bool sounds).Should().OnlyContain(sample => sample == Untouched);
        sounds.Should().BeFalse();
        mixer.FramesRendered.Should().Be(0);
    }

    [Fact]
    public void Render_one_stereo_input_passes_it_bit_for_bit()
    {
        float[] samples = TestSignals.Noise(960, 1);
        samples[5] = -0f;
        var mixer = new Mixer(48_000);
        mixer.Add(new QueueSource(2, samples));
        Render(mixer, 480, out bool sounds)
            .Select(BitConverter.SingleToInt32Bits)
            .Should()
            .Equal(samples.Select(BitConverter.SingleToInt32Bits));
        sounds.Should().BeTrue();
        mixer.FramesRendered.Should().Be(480);
    }

    [Fact]
    public void Render_one_mono_input_puts_it_on_both_channels_bit_for_bit()
    {
        float[] samples = TestSignals.Noise(481, 1);
        samples[5] = -0f;
        var mixer = new Mixer(48_000);
        mixer.Add(new QueueSource(1, samples));
        Render(mixer, 481, out _)
            .Select(BitConverter.SingleToInt32Bits)
            .Should()
            .Equal(TestSignals.Interleave(samples, samples).Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Render_mono_and_stereo_sums_them_exactly()
    {
        var mixer = new Mixer(48_000);
        mixer.Add(new QueueSource(2, 0.25f, -0.25f, 0.5f, -0.5f, 0.125f, 0f));
        mixer.Add(new QueueSource(1, 0.125f, 0.25f, 0.5f));
        mixer.Add(new QueueSource(2, 0.25f, 0.25f, 0.125f, 0.125f, 0f, 0f));
        mixer.Add(new QueueSource(1, 0.0625f, 0.0625f, 0.0625f));
        Render(mixer, 3, out _).Should().Equal(0.6875f, 0.1875f, 0.9375f, -0.0625f, 0.6875f, 0.5625f);
    }

    [Fact]
    public void Render_any_lengths_gives_what_plain_sums_give()
    {
        float[] left = TestSignals.Noise(5_000, 1);
        float[] stereo = TestSignals.Interleave(left, TestSignals.Noise(5_000, 2));
        float[] mono = TestSignals.Noise(5_000, 3);
        var mixer = new Mixer(48_000);
        mixer.Add(new QueueSource(2, stereo), 0.3f);
        mixer.Add(new QueueSource(2, stereo), 0.2f);
        mixer.Add(new QueueSource(1, mono), 0.1f);
        mixer.Add(new QueueSource(1, mono), 0.4f);
        float[] expected =
        [
            .. stereo.Select((sample, i) => sample * 0.3f + sample * 0.2f + (mono[i / 2] * 0.1f + mono[i / 2] * 0.4f)),
        ];
        var mixed = new List<float>();
        foreach (int frames in new[] { 1, 7, 480, 1_023, 1_024, 1_025, 1_440 })
            mixed.AddRange(Render(mixer, frames, out _));
        mixed.Should().Equal(expected);
    }

    [Fact]
    public void Render_overload_is_made_quieter_on_both_sides_alike()
    {
        var mixer = new Mixer(48_000);
        mixer.Add(new QueueSource(2, 0.5f, 0.5f, 1f, 0.5f, 0.5f, 0.25f));
        mixer.Add(new QueueSource(2, 0.5f, -0.5f, 1f, 0f, 0f, 0f));
        Render(mixer, 3, out _).Should().Equal(1f, 0f, 1f, 0.25f, 0.25f, 0.125f);
    }

    [Fact]
    public void Render_after_an_overload_and_silence_passes_bit_for_bit_again()
    {
        var mixer = new Mixer(48_000);
        mixer.Add(new QueueSource(1, 2f));
        Render(mixer, 4, out _);
        Render(mixer, 4, out bool sounds);
        sounds.Should().BeFalse();
        mixer.Add(new QueueSource(1, 0.3f));
        Render(mixer, 1, out _).Should().Equal(0.3f, 0.3f);
    }

    [Theory]
    [InlineData(1), InlineData(2)]
    public void Sixty_four_streams_at_full_scale_stay_within_full_scale(int channels)
    {
        var mixer = new Mixer(48_000);
        foreach (float[] stream in TestSignals.Noise(64 * 4_800 * channels, 1).Chunk(4_800 * channels))
            mixer.Add(new QueueSource(channels, stream));
        float[] mixed = [.. Enumerable.Range(0, 20).SelectMany(_ => Render(mixer, 240, out bool _))];
        mixed.Should().OnlyContain(sample => sample >= -1f && sample <= 1f);
        mixed
            .Count(sample => Math.Abs(sample) == 1f)
            .Should()
            .BeLessThan(60, "only a peak higher than those before it touches the limit");
        TestSignals.Rms(mixed).Should().BeGreaterThan(0.15, "what is limited is still loud");
    }

    [Theory]
    [InlineData(1), InlineData(2)]
    public void Render_what_is_not_a_number_becomes_silence_and_stays_where_it_was(int channels)
    {
        float[] samples = [.. Enumerable.Repeat(0.25f, 40 * channels)];
        samples[3 * channels] = float.NaN;
        samples[5 * channels] = float.PositiveInfinity;
        samples[39 * channels] = float.NaN; // in the scalar tail of a vector loop
        var mixer = new Mixer(48_000);
        mixer.Add(new QueueSource(channels, samples));
        float[] mixed = Render(mixer, 40, out _);
        for (int frame = 0; frame < 40; frame++)
        {
            mixed[2 * frame]
                .Should()
                .Be(
                    frame switch
                    {
                        3 or 39 => 0f,
                        5 => 1f,
                        _ => 0.25f,
                    }
                );
        }
    }

    [Fact]
    public void A_source_joins_at_a_frame_boundary_and_knows_where()
    {
        var mixer = new Mixer(48_000);
        mixer.Add(new ConstantSource(2, 0.25f));
        Render(mixer, 10, out _);
        MixerInput late = mixer.Add(new ConstantSource(2, 0.5f));
        late.StartFrame.Should().Be(-1);
        Render(mixer, 10, out _).Should().OnlyContain(sample => sample == 0.75f, "there is no ramp at a natural start");
        (late.StartFrame, late.LastFrame, late.FramesMixed, late.IsEnded, late.EndFrame)
            .Should()
            .Be((10, 20, 10, false, -1));
    }

    [Fact]
    public void A_plain_source_ends_at_its_first_short_read_without_a_ramp()
    {
        var mixer = new Mixer(48_000);
        MixerInput input = mixer.Add(new QueueSource(2, 0.5f, 0.5f, 0.5f, 0.5f));
        Render(mixer, 4, out bool sounds).Should().Equal(0.5f, 0.5f, 0.5f, 0.5f, 0f, 0f, 0f, 0f);
        sounds.Should().BeTrue();
        (input.IsEnded, input.EndedBy, input.EndFrame, input.FramesMixed)
            .Should()
            .Be((true, MixerInputEnd.Drained, 2, 2));
        Render(mixer, 4, out sounds);
        sounds.Should().BeFalse();
        mixer.FramesRendered.Should().Be(4, "a render that gave nothing does not count");
    }

    [Fact]
    public void A_drainable_source_starves_and_goes_on()
    {
        var observer = new CountingObserver();
        var mixer = new Mixer(48_000, observer);
        var source = new StarvingSource(1);
        MixerInput input = mixer.Add(source);
        Render(mixer, 4, out bool sounds);
        (sounds, input.IsStarving, input.IsEnded, observer.Changes)
            .Should()
            .Be((false, false, false, 0), "it has not begun");

        source.Enqueue(0.5f, 0.5f);
        float[] fade = Render(mixer, 4, out _);
        fade[..4].Should().OnlyContain(sample => sample == 0.5f);
        fade[4].Should().BeApproximately(0.5f * 239 / 240, 1e-6f, "the last frame is held, and fades");
        (input.IsStarving, input.IsFading, input.StartFrame, input.LastFrame, observer.Changes)
            .Should()
            .Be((true, true, 0, 2, 1));

        fade = Render(mixer, 238, out sounds);
        (sounds, fade[^1], input.IsStarving, input.IsFading, input.LastFrame, observer.Changes)
            .Should()
            .Be((true, 0f, true, false, 2, 2));
        Render(mixer, 4, out sounds);
        (sounds, observer.Changes, mixer.FramesRendered).Should().Be((false, 2, 242));

        source.Enqueue(0.25f, 0.25f, 0.25f, 0.25f, 0.25f);
        fade = Render(mixer, 4, out _);
        for (int i = 0; i < 4; i++)
            fade[2 * i].Should().BeApproximately(0.25f * (i + 1) / 240, 1e-6f);
        (input.IsStarving, input.StartFrame, input.LastFrame, observer.Changes).Should().Be((false, 0, 246, 3));

        source.Completed = true;
        Render(mixer, 4, out _);
        (input.EndedBy, input.EndFrame, input.FramesMixed, input.IsStarving, observer.Changes)
            .Should()
            .Be((MixerInputEnd.Drained, 247, 7, false, 4));
    }

    [Fact]
    public void A_drainable_source_that_ends_with_a_full_buffer_ends_in_that_render()
    {
        var mixer = new Mixer(48_000);
        MixerInput input = mixer.Add(new StarvingSource(1, 0.5f, 0.5f) { Completed = true });
        Render(mixer, 2, out _);
        (input.EndedBy, input.EndFrame).Should().Be((MixerInputEnd.Drained, 2));
    }

    [Fact]
    public void A_source_that_never_had_anything_ends_where_the_mix_stands()
    {
        var mixer = new Mixer(48_000);
        mixer.Add(new ConstantSource(1, 0.1f));
        Render(mixer, 3_000, out _);
        MixerInput input = mixer.Add(new StarvingSource(1) { Completed = true });
        Render(mixer, 3_000, out _);
        (input.EndedBy, input.StartFrame, input.LastFrame, input.EndFrame, input.FirstMixedTimestamp)
            .Should()
            .Be((MixerInputEnd.Drained, -1, -1, 3_000, null));
    }

    [Fact]
    public void FirstMixedTimestamp_is_the_clock_at_the_first_render_with_sound()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var mixer = new Mixer(48_000, observer: null, time);
        var source = new StarvingSource(1);
        MixerInput input = mixer.Add(source);
        Render(mixer, 4, out _);
        input.FirstMixedTimestamp.Should().BeNull();
        time.Advance(TimeSpan.FromSeconds(1));
        long expected = time.GetTimestamp();
        source.Enqueue(1f);
        Render(mixer, 4, out _);
        time.Advance(TimeSpan.FromSeconds(1));
        source.Enqueue(1f);
        Render(mixer, 4, out _);
        input.FirstMixedTimestamp.Should().Be(expected);
    }

    [Fact]
    public void A_buffer_longer_than_a_slice_holds_sound_that_came_to_an_end_in_an_early_slice()
    {
        var mixer = new Mixer(48_000);
        mixer.Add(new QueueSource(1, [.. Enumerable.Repeat(0.5f, 1_500)]));
        float[] mixed = Render(mixer, 5_000, out _);
        mixed[..3_000].Should().OnlyContain(sample => sample == 0.5f);
        mixed[3_000..].Should().OnlyContain(sample => sample == 0f);
    }

    [Fact]
    public void A_starving_input_is_asked_once_in_a_render_however_long_the_buffer()
    {
        var mixer = new Mixer(48_000);
        var source = new StarvingSource(1);
        mixer.Add(source);
        Render(mixer, 5_000, out _);
        source.Reads.Should().Be(1);
    }

    [Fact]
    public void What_has_ended_leaves_the_mix_by_itself()
    {
        var mixer = new Mixer(48_000);
        mixer.Add(new QueueSource(1));
        mixer.Add(new ConstantSource(1, 0f));
        Render(mixer, 4, out _);
        mixer.InputCount.Should().Be(1);
        mixer.Add(new QueueSource(1));
        Render(mixer, 4, out _);
        mixer.InputCount.Should().Be(1);
    }

    [Theory]
    [
        InlineData(SampleEncoding.Float32Le, 44_100, 2),
        InlineData(SampleEncoding.PcmS16Le, 48_000, 2),
        InlineData(SampleEncoding.Float32Le, 48_000, 3)
    ]
    public void Add_another_format_is_refused(SampleEncoding encoding, int rate, int channels)
    {
        var source = new OddSource(
            encoding == SampleEncoding.Float32Le
                ? WaveFormat.CreateIeeeFloatWaveFormat(rate, channels)
                : new WaveFormat(rate, 16, channels)
        );
        FluentActions
            .Invoking(() => new Mixer(48_000).Add(source))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("An input of this mixer is 32-bit float at 48000 Hz with 1 or 2 channels*");
    }

    [Fact]
    public void Render_in_steady_state_allocates_nothing()
    {
        var mixer = new Mixer(48_000, new CountingObserver());
        MixerInput[] inputs = [.. Enumerable.Range(0, 20).Select(i => mixer.Add(new ConstantSource(1 + i % 2, 0.01f)))];
        float[] buffer = new float[960];
        mixer.Render(buffer);
        int round = 0;
        Allocations
            .Of(() =>
            {
                for (int i = 0; i < 150; i++)
                {
                    MixerInput input = inputs[i % inputs.Length];
                    input.Gain = i % 3 / 2f;
                    if (i % 5 == 0)
                        input.Pause();
                    else
                        input.Resume();
                    if (i == 100)
                        inputs[round++ % inputs.Length].Cancel();
                    mixer.Render(buffer);
                }
            })
            .Should()
            .Be(0);
    }

    [Fact]
    public void Control_threads_may_add_and_cancel_while_it_renders()
    {
        var mixer = new Mixer(48_000);
        using var stop = new CancellationTokenSource();
        var control = new Thread(() =>
        {
            for (int i = 0; i < 3_000; i++)
            {
                MixerInput input = mixer.Add(new ConstantSource(1 + i % 2, 0.5f));
                input.Gain = 0.5f;
                input.Pause();
                input.Resume();
                input.Cancel();
            }

            stop.Cancel();
        });
        control.Start();
        float[] buffer = new float[96];
        while (!stop.IsCancellationRequested)
            mixer.Render(buffer);
        control.Join();
        for (int i = 0; i < 10; i++)
            mixer.Render(buffer);
        mixer.InputCount.Should().Be(0, "every input was cancelled");
    }

    private static float[] Render(Mixer mixer, int frames, out bool sounds)
    {
        float[] buffer = new float[2 * frames];
        Array.Fill(buffer, Untouched);
        sounds = mixer.Render(buffer);
        return buffer;
    }

    private sealed class OddSource(WaveFormat format) : ISampleProvider
    {
        public WaveFormat WaveFormat => format;

        public int Read(Span<float> buffer) => 0;
    }
}
