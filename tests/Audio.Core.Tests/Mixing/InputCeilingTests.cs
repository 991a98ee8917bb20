using Audio.Core.Buffers;
using Audio.Core.Dsp;
using Audio.Core.Effects;
using Audio.Core.Mixing;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Testing;
using Audio.Testing.Signals;
using NAudio.Wave;

namespace Audio.Core.Tests.Mixing;

/// <summary>
/// A sound that is much too loud makes the others as quiet as one of +12 dBFS does, and no quieter. The loud one is on
/// the left, the quiet one on the right, and one gain of the limiter applies to both.
/// </summary>
public sealed class InputCeilingTests
{
    private const int Rate = 48_000;
    private const float Quiet = 0.01f;

    [Theory]
    [InlineData(1e6f)]
    [InlineData(-1e6f)]
    [InlineData(1e30f)]
    [InlineData(float.MaxValue)] // times the gain, it is infinite
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NaN)]
    public void A_quiet_sound_beside_a_huge_one_is_as_loud_as_beside_one_of_12_dB(float amplitude)
    {
        float[] beside = RightOf(Mix(InputCeiling.Level));
        beside.Should().OnlyContain(sample => Math.Abs(sample - Quiet / 4) < 1e-7f);

        float[] mixed = Mix(amplitude);
        RightOf(mixed).Zip(beside).Should().OnlyContain(pair => pair.First >= pair.Second);
        mixed.Should().OnlyContain(sample => Math.Abs(sample) <= 1f);

        static float[] Mix(float amplitude)
        {
            var mixer = new Mixer(Rate, ducking: []);
            mixer.Add(new StereoSource(amplitude, 0f), gain: 4f);
            mixer.Add(new StereoSource(0f, Quiet), priority: SessionPriority.Media);
            return Render(mixer, 5, Rate / 100);
        }
    }

    [Fact]
    public void While_a_huge_sound_that_was_cut_off_fades_the_others_stay()
    {
        var mixer = new Mixer(Rate, ducking: []);
        mixer.Add(new StarvingSource(2, [.. Enumerable.Repeat(1e6f, 480).SelectMany(s => new[] { s, 0f })]));
        mixer.Add(new StereoSource(0f, Quiet));
        float[] mixed = Render(mixer, 10, 240);
        RightOf(mixed).Should().OnlyContain(sample => sample >= Quiet / 4 - 1e-7f);
        Signal.Channel<float>(mixed, 0)[1_000..].Should().OnlyContain(sample => sample == 0f, "it has faded");
    }

    [Fact]
    public void What_the_effects_of_a_bus_amplify_is_its_own_excess_too()
    {
        var mixer = new Mixer(
            Rate,
            ducking: [],
            busEffects: new Dictionary<SessionPriority, EffectChain>
            {
                [SessionPriority.Media] = EffectChain.Parse("gain:24,gain:24"),
            }
        );
        mixer.Add(new StereoSource(1f, 0f), priority: SessionPriority.Media);
        mixer.Add(new StereoSource(0f, Quiet), priority: SessionPriority.Speech);
        RightOf(Render(mixer, 5, 480)).Should().OnlyContain(sample => sample >= Quiet / 4 - 1e-7f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Up_to_the_ceiling_every_sample_stays_bit_for_bit(int channels)
    {
        float[] samples = Signal.Noise(10_001 * channels, seed: 1, InputCeiling.Level);
        (samples[0], samples[^1], samples[1_000]) = (InputCeiling.Level, -InputCeiling.Level, -0f);
        float[] limited = [.. samples];
        var ceiling = new InputCeiling(Rate);
        foreach (int cut in (int[])[480, 1, 479, 31, 33, 64])
            ceiling.Process(limited.AsSpan(0, cut * channels), channels);
        ceiling.Process(limited, channels);
        limited.Select(BitConverter.SingleToInt32Bits).Should().Equal(samples.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void In_the_mix_too()
    {
        float[] samples = Signal.Noise(4_800, seed: 2, InputCeiling.Level);
        var mixer = new Mixer(Rate, ducking: []);
        mixer.Add(new QueueSource(1, samples));
        mixer.Master.Volume = 0.25f;
        Signal.Channel<float>(Render(mixer, 10, 480), 0).Should().Equal(samples.Select(static s => s * 0.25f));
    }

    /// <summary>What a session plays says how loud it is; the render thread looks only if it must.</summary>
    [Theory]
    [InlineData(1e6f, 1f)]
    [InlineData(1.5f, 4f)]
    [InlineData(float.NaN, 1f)]
    public void A_session_is_limited_too(float amplitude, float gain)
    {
        float[] loud = [.. Enumerable.Repeat(amplitude, 960)];
        using var buffer = new JitterBuffer(new SampleBlockPool(8), AudioFormat.Float32(Rate), capacityFrames: 4_800);
        var mixer = new Mixer(Rate, ducking: []);
        mixer.Add(buffer, gain);
        mixer.Add(new StereoSource(0f, Quiet), priority: SessionPriority.Media);
        buffer.Write(new float[480]);
        buffer.Peak.Should().Be(0f);
        RightOf(Render(mixer, 1, 480)).Should().OnlyContain(sample => sample == Quiet);
        buffer.Write(loud);
        buffer.Peak.Should().Be(float.IsNaN(amplitude) ? float.PositiveInfinity : amplitude);

        float least = float.IsNaN(amplitude) ? Quiet : 0.999f; // mono is on both sides: NaN adds nothing, others 4
        RightOf(Render(mixer, 2, 480)).Should().OnlyContain(sample => sample >= least);
        mixer.TellNews();
        float[] after = RightOf(Render(mixer, 300, 480));
        after[^1].Should().Be(Quiet);
    }

    /// <summary>What is sounded ahead of the true samples, as at the end of a resampled chunk.</summary>
    [Fact]
    public void A_provisional_tail_is_limited_too()
    {
        using var buffer = new JitterBuffer(
            new SampleBlockPool(8),
            AudioFormat.Float32(Rate),
            capacityFrames: 4_800,
            tailFrames: 480
        );
        var mixer = new Mixer(Rate, ducking: []);
        mixer.Add(buffer);
        mixer.Add(new StereoSource(0f, Quiet), priority: SessionPriority.Media);
        buffer.Write(new float[480]);
        buffer.TailSpan[..480].Fill(-1e6f);
        buffer.AdvanceTail(480);

        buffer.Peak.Should().Be(1e6f);
        float[] mixed = RightOf(Render(mixer, 2, 480));
        mixed[..480].Should().OnlyContain(sample => sample == Quiet);
        mixed[480..].Should().OnlyContain(sample => sample >= -1f && sample <= (Quiet - 4f) / 4f * 0.999f);
    }

    /// <summary>One sample of each vector and of the rest, as the check goes over four vectors at a time.</summary>
    [Fact]
    public void Every_sample_beyond_the_ceiling_is_found()
    {
        for (int at = 0; at < 71; at++)
        {
            foreach (float beyond in (float[])[MathF.BitIncrement(InputCeiling.Level), -5f, float.NaN])
            {
                float[] samples = new float[71];
                samples[at] = beyond;
                new InputCeiling(Rate).Process(samples, channels: 1);
                samples[at].Should().Be(float.IsNaN(beyond) ? 0f : MathF.CopySign(InputCeiling.Level, beyond));
            }
        }
    }

    [Fact]
    public void The_reduction_ends_after_the_excess()
    {
        var ceiling = new InputCeiling(Rate);
        ceiling.Process([40f], channels: 1);
        float[] after = [.. Enumerable.Repeat(1f, 2 * Rate)];
        ceiling.Process(after, channels: 1);
        after[0].Should().BeApproximately(0.1f, 1e-6f);
        after.Should().BeInAscendingOrder("it returns without a step back");
        after[^1].Should().Be(1f);
        after.Zip(after.Skip(1), static (a, b) => b - a).Max().Should().BeLessThan(0.001f, "that would click");
    }

    [Fact]
    public void What_is_no_number_is_silence_infinity_is_full_scale_and_the_rest_stays()
    {
        float[] samples = [0.5f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0.25f];
        new InputCeiling(Rate).Process(samples, channels: 1);
        samples.Should().Equal(0.5f, 0f, 1f, -1f, 0.25f);
    }

    [Theory]
    [InlineData(4f, 1f), InlineData(1f, 4f)]
    public void While_its_gain_changes_a_session_is_limited_too(float from, float to)
    {
        using JitterBuffer buffer = Buffer();
        Mixer mixer = Quietly();
        MixerInput input = mixer.Add(buffer, from);
        Play(mixer, buffer, 0.1f);
        input.Gain = to;
        Play(mixer, buffer, 1.5f).Max().Should().BeApproximately(InputCeiling.Level, 1e-4f);
    }

    [Fact]
    public void When_its_gain_is_low_again_a_session_returns_without_a_step()
    {
        using JitterBuffer buffer = Buffer();
        Mixer mixer = Quietly();
        MixerInput input = mixer.Add(buffer, gain: 4f);
        Play(mixer, buffer, 1.5f);
        input.Gain = 1f;
        Play(mixer, buffer, 1.5f);

        float[] after = [.. Enumerable.Range(0, 200).SelectMany(_ => Play(mixer, buffer, 1.5f))];
        after[0].Should().BeLessThan(1.4f);
        after.Should().BeInAscendingOrder();
        after[^1].Should().Be(1.5f);
        after.Zip(after.Skip(1), static (a, b) => b - a).Max().Should().BeLessThan(0.001f, "that would click");
    }

    [Fact]
    public void The_next_sound_of_a_session_that_was_limited_begins_as_it_is()
    {
        using JitterBuffer buffer = Buffer();
        Mixer mixer = Quietly();
        mixer.Add(buffer);
        Play(mixer, buffer, 1e6f);
        Render(mixer, 1, 480); // it fades out
        buffer.BeginSound();
        Play(mixer, buffer, 0.5f).Should().OnlyContain(static sample => sample == 0.5f);
    }

    [Fact]
    public void The_next_sound_of_a_bus_that_was_limited_begins_as_it_is()
    {
        Sound(new[] { 1f, 1f }).Should().Equal(Sound([]));

        static float[] Sound(float[] before)
        {
            Mixer mixer = Quietly(EffectChain.Parse("gain:24,gain:24"));
            mixer.Add(new QueueSource(2, before));
            Render(mixer, 2, 480); // the second is silent
            mixer.Add(new StereoSource(1e-4f, 1e-4f));
            return Render(mixer, 1, 480);
        }
    }

    [Fact]
    public void At_rest_again_a_new_sound_begins_as_it_is()
    {
        var ceiling = new InputCeiling(Rate);
        ceiling.Process([40f], channels: 1);
        ceiling.Reset();
        float[] samples = [0.5f];
        ceiling.Process(samples, channels: 1);
        samples.Should().Equal(0.5f);
    }

    [Fact]
    public void Nothing_is_allocated_beyond_the_ceiling_either()
    {
        var mixer = new Mixer(Rate, ducking: []);
        mixer.Add(new StereoSource(1e6f, -2f));
        float[] buffer = new float[960];
        Allocations.Of(() => mixer.Read(buffer)).Should().Be(0);
    }

    private static JitterBuffer Buffer() =>
        new(new SampleBlockPool(8), AudioFormat.Float32(Rate), capacityFrames: 4_800);

    /// <summary>A mix so quiet that its own limiter has nothing to do.</summary>
    private static Mixer Quietly(EffectChain? speech = null)
    {
        var mixer = new Mixer(
            Rate,
            ducking: [],
            busEffects: speech is null
                ? null
                : new Dictionary<SessionPriority, EffectChain> { [SessionPriority.Speech] = speech }
        );
        mixer.Master.Volume = 0.125f;
        return mixer;
    }

    /// <summary>10 ms of one value; returns what the mix would be without its volume.</summary>
    private static float[] Play(Mixer mixer, JitterBuffer buffer, float sample)
    {
        buffer.Write([.. Enumerable.Repeat(sample, 480)]);
        return [.. Signal.Channel<float>(Render(mixer, 1, 480), 0).Select(static s => s / 0.125f)];
    }

    private static float[] Render(Mixer mixer, int renders, int frames)
    {
        float[] mixed = new float[renders * 2 * frames];
        for (int i = 0; i < renders; i++)
            mixer.Read(mixed.AsSpan(i * 2 * frames, 2 * frames));
        return mixed;
    }

    private static float[] RightOf(float[] stereo) => Signal.Channel<float>(stereo, 1);

    private sealed class StereoSource(float left, float right) : ISampleProvider
    {
        public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(Rate, 2);

        public int Read(Span<float> buffer)
        {
            for (int i = 0; i < buffer.Length; i += 2)
                (buffer[i], buffer[i + 1]) = (left, right);
            return buffer.Length;
        }
    }
}
