using Audio.Core.Effects;
using Audio.Core.Mixing;
using Audio.Core.Sessions;
using Audio.Core.Sinks;
using Audio.Core.Tests.Effects;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Testing;
using Audio.Testing.Engines;
using static Audio.Testing.Engines.TestEngine;

namespace Audio.Core.Tests.Mixing;

/// <summary>
/// Effects of buses and of the master: exact samples, positions behind a latency, and an effect that throws.
/// </summary>
public sealed class BusEffectsTests
{
    private const int Rate = 48_000;

    [Fact]
    public async Task The_bus_then_its_volume_then_the_master_then_its_volume()
    {
        var test = new TestEngine(options =>
        {
            options.BusEffects = On(
                SessionPriority.Speech,
                EffectChain.Empty.With("add", _ => new Each(static sample => sample + 0.25f))
            );
            options.MasterEffects = EffectChain
                .Empty.With("add", _ => new Each(static sample => sample + 0.125f))
                .With("half", _ => new Each(static sample => sample / 2));
        });
        test.Engine.Buses[(int)SessionPriority.Speech].Volume = 0.5f;
        test.Engine.Master.Volume = 0.25f;
        AudioSession speech = test.Open();
        await speech.WriteAsync(Pcm(Ramp(240)));
        test.Output.Render(240);
        test.Output.Rendered.Should()
            .Equal(
                Enumerable
                    .Range(1, 240)
                    .SelectMany(static i => Twice(((i / 32768f + 0.25f) * 0.5f + 0.125f) / 2 * 0.25f))
            );
    }

    [Fact]
    public async Task Another_bus_does_not_go_through_them()
    {
        var test = new TestEngine(options =>
            options.BusEffects = On(SessionPriority.Alert, EffectChain.Parse("gain:-20"))
        );
        AudioSession speech = test.Open();
        await speech.WriteAsync(Pcm(Ramp(240)));
        test.Output.Render(240);
        test.Output.Rendered.Should().Equal(Enumerable.Range(1, 240).SelectMany(static i => Twice(i / 32768f)));
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(0, 130)]
    [InlineData(100, 1_000)]
    public async Task What_effects_hold_back_comes_out_and_only_then_is_it_heard(int onBus, int onMaster)
    {
        var test = new TestEngine(options =>
        {
            if (onBus > 0)
            {
                options.BusEffects = On(
                    SessionPriority.Speech,
                    EffectChain.Empty.With("delay", _ => new Delay(onBus, 2))
                );
            }

            if (onMaster > 0)
                options.MasterEffects = EffectChain.Empty.With("delay", _ => new Delay(onMaster, 2));
        });
        int latency = onBus + onMaster;
        AudioSession session = test.Open();
        await session.WriteAsync(Pcm(Ramp(300)));
        session.Complete();
        while (test.Output.Render(240))
        {
            // Until the tail is out.
        }

        test.Output.Rendered.Take(2 * (latency + 300))
            .Should()
            .Equal([.. new float[2 * latency], .. Enumerable.Range(1, 300).SelectMany(static i => Twice(i / 32768f))]);
        test.Output.Rendered.Skip(2 * (latency + 300)).Should().OnlyContain(static sample => sample == 0);
        foreach (int played in new[] { 0, latency, latency + 10, latency + 299 })
        {
            test.Output.FramesPlayed = played;
            test.Time.Advance(TimeSpan.FromSeconds(1));
            session.Completion.IsCompleted.Should().BeFalse("its last sample has not been heard");
            session.Statistics.FramesPlayed.Should().Be(Math.Max(0, played - latency));
        }

        test.Output.FramesPlayed = latency + 300;
        test.Time.Advance(TimeSpan.FromSeconds(1));
        SessionResult result = await session.Completion;
        (result.Reason, result.Statistics.FramesPlayed).Should().Be((SessionEndReason.Completed, 300));
        result
            .Statistics.Ttfa.Device.Should()
            .BeCloseTo(
                TimeSpan.FromSeconds((double)latency / Rate),
                TimeSpan.FromMicroseconds(1),
                "that is when the first sample was heard"
            );
    }

    [Fact]
    public void At_a_silence_they_rest_once_the_tail_is_out()
    {
        var rests = new Rests();
        var mixer = new Mixer(
            Rate,
            busEffects: On(SessionPriority.Speech, EffectChain.Empty.With("rests", _ => rests))
        );
        float[] buffer = new float[480];
        mixer.Render(buffer).Should().BeFalse();
        rests.Count.Should().Be(0, "nothing has sounded");
        MixerInput input = mixer.Add(new QueueSource(1, new float[500]));
        mixer.Render(buffer).Should().BeTrue();
        mixer.Render(buffer).Should().BeTrue();
        mixer.Render(buffer).Should().BeTrue("20 frames, and what they push out");
        rests.Count.Should().Be(0);
        mixer.Remove(input);
        mixer.Render(buffer).Should().BeTrue("the latency of 100 frames is behind");
        mixer.Render(buffer).Should().BeFalse();
        mixer.Render(buffer).Should().BeFalse();
        rests.Count.Should().Be(1);
    }

    [Fact]
    public void An_effect_that_throws_is_taken_out_and_told_and_the_bus_plays_on()
    {
        int calls = 0;
        var mixer = new Mixer(
            Rate,
            masterEffects: EffectChain
                .Parse("gain:0")
                .With("broken", _ => new Each(_ =>
                    ++calls > 480 ? throw new InvalidOperationException("no more") : 0.5f
                ))
        );
        mixer.Add(new QueueSource(1, [.. Enumerable.Repeat(0.25f, 2_400)]));
        float[] buffer = new float[480];
        mixer.Render(buffer).Should().BeTrue();
        buffer.Should().OnlyContain(static sample => sample == 0.5f);
        mixer.TakeEffectFault().Should().BeNull();
        mixer.Render(buffer).Should().BeTrue();
        (AudioBus bus, string effect, Exception fault) = mixer.TakeEffectFault()!.Value;
        (bus, effect, fault.Message).Should().Be((mixer.Master, "broken", "no more"));
        mixer.TakeEffectFault().Should().BeNull("it is told once");
        mixer.Render(buffer).Should().BeTrue();
        buffer.Should().OnlyContain(static sample => sample == 0.25f);
        calls.Should().Be(481);
    }

    [Fact]
    public void A_chain_that_a_bus_cannot_have_is_refused_with_its_option()
    {
        FluentActions
            .Invoking(() => new TestEngine(options => options.MasterEffects = EffectChain.Parse("speed:2")))
            .Should()
            .Throw<AudioException>()
            .WithMessage("MasterEffects: speed changes the length*");
        FluentActions
            .Invoking(() =>
                new TestEngine(options => options.BusEffects = On(SessionPriority.Media, EffectChain.Parse("trim")))
            )
            .Should()
            .Throw<AudioException>()
            .WithMessage("BusEffects[Media]: trim changes the length*");
    }

    [Fact]
    public void A_render_allocates_nothing()
    {
        var chain = EffectChain.Parse("highpass:80,peak:3000:4:1.2,loudness:-18");
        var mixer = new Mixer(Rate, busEffects: On(SessionPriority.Speech, chain), masterEffects: chain);
        mixer.Add(new QueueSource(1, [.. Enumerable.Range(0, Rate * 20).Select(static i => MathF.Sin(i * 0.05f))]));
        float[] buffer = new float[960];
        mixer.Render(buffer).Should().BeTrue();
        Allocations.Of(() => mixer.Render(buffer)).Should().Be(0);
    }

    private static Dictionary<SessionPriority, EffectChain> On(SessionPriority priority, EffectChain chain) =>
        new() { [priority] = chain };

    private static float[] Twice(float sample) => [sample, sample];

    private sealed class Rests : IAudioEffect
    {
        public int Count { get; private set; }

        public int LatencyFrames => 100;

        public void Process(Span<float> samples)
        {
            // Only its latency counts here.
        }

        public void Rest() => Count++;

        public void Reset() => Count = 0;
    }
}
