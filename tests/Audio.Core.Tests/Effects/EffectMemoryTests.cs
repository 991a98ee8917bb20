using System.Reflection;
using System.Runtime.CompilerServices;
using Audio.Core.Effects;
using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Testing;
using Audio.Testing.Engines;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Effects;

/// <summary>Effects say how much memory they need before they are made, and it is true.</summary>
public sealed class EffectMemoryTests
{
    private const string Long = "loudness:-18:10000:2000";

    public static TheoryData<string> AllEffects => [.. EffectDefinition.All.Select(static effect => effect.Name)];

    /// <summary>Every effect of the list with its lowest, usual and highest values.</summary>
    [Theory]
    [MemberData(nameof(AllEffects))]
    public void An_effect_occupies_what_it_declares(string name)
    {
        EffectDefinition effect = EffectDefinition.All.Single(known => known.Name == name);
        double[][] all =
        [
            [.. effect.Parameters.Select(static parameter => parameter.Min)],
            [.. effect.Parameters.Select(static parameter => parameter.Default ?? parameter.Max)],
            [.. effect.Parameters.Select(static parameter => parameter.Max)],
        ];
        foreach (double[] values in all)
        {
            foreach (AudioFormat format in (AudioFormat[])[Format(8_000, 1), Format(48_000, 2), Format(192_000, 2)])
            {
                var setting = new EffectSetting(effect, values);
                string seen = $"{setting}, {format.SampleRate} Hz, {format.Channels}";
                long declared = setting.Memory(format);
                Allocations.Of(() => setting.CreateStream(format)).Should().BeLessThanOrEqualTo(declared, seen);
                IStreamEffect stream = setting.CreateStream(format);
                Run(stream, format);
                Occupied(stream)
                    .Should()
                    .BeLessThanOrEqualTo(declared, seen)
                    .And.BeGreaterThanOrEqualTo(effect.Memory(values, format.SampleRate, format.Channels) / 2, seen);
                if (!setting.IsInPlace)
                    continue;
                IAudioEffect inPlace = setting.CreateInPlace(format);
                inPlace.Process(Signal.Noise(format.SampleRate / 4 * format.Channels, seed: 1));
                Occupied(inPlace).Should().BeLessThanOrEqualTo(declared, seen);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("gain:-6,highpass:80,peak:3000:4:1.2,loudness:-18,trim:-45:300,speed:1.25")]
    [InlineData("speed:2,speed:0.5,speed:2,speed:0.5")]
    public void A_chain_occupies_what_its_effects_declare(string text)
    {
        var chain = EffectChain.Parse(text);
        AudioFormat format = Format(48_000, 2);
        Allocations.Of(() => chain.CreateStream(format)).Should().BeLessThanOrEqualTo(chain.Memory(format) + 2_048);
    }

    [Theory]
    [InlineData(
        $"gain:-3,{Long},{Long},{Long}",
        48_000,
        "loudness",
        "A chain needs at most 8.0 MiB of memory; at 48000 Hz this one needs 11.2 MiB, loudness:-18:10000:2000 alone "
            + "3.7 MiB. Lower its LOOK_AHEAD_MS, or leave effects out."
    )]
    [InlineData(
        "trim:-50:10000,speed:2,trim:-50:10000,trim:-50:9999",
        48_000,
        "trim",
        "*needs 11.* MiB, trim:-50:10000 alone 3.6 MiB. Lower its MAX_PAUSE_MS, or leave effects out."
    )]
    [InlineData(Long, 192_000, "loudness", "*at 192000 Hz this one needs 14.* MiB, *")]
    public void A_chain_that_needs_too_much_is_refused(string text, int rate, string effect, string message)
    {
        var chain = EffectChain.Parse(text);
        FluentActions
            .Invoking(() => chain.Check(rate))
            .Should()
            .Throw<EffectException>()
            .WithMessage(message)
            .Which.Effect.Should()
            .Be(effect);
        SessionOptions options = new() { Format = AudioFormat.Pcm16(8_000), Effects = chain };
        var test = new TestEngine(engine => engine.Sink = engine.Sink with { SampleRate = rate });
        FluentActions
            .Invoking(() => test.Engine.OpenSession(options))
            .Should()
            .Throw<EffectException>()
            .WithMessage(message);
        test.Engine.Sessions.Should().BeEmpty();
    }

    [Fact]
    public void So_is_one_of_the_engine_of_a_bus_and_of_the_master()
    {
        var chain = EffectChain.Parse($"{Long},{Long},{Long}");
        Refused(options => options.SessionEffects = chain, "SessionEffects: A chain needs at most 8.0 MiB *");
        Refused(options => options.MasterEffects = chain, "MasterEffects: A chain needs at most 8.0 MiB *");
        Refused(
            options =>
                options.BusEffects = new Dictionary<SessionPriority, EffectChain> { [SessionPriority.Alert] = chain },
            "BusEffects?Alert?: A chain needs at most 8.0 MiB *"
        );

        static void Refused(Action<AudioEngineOptions> configure, string message) =>
            FluentActions
                .Invoking(() => new TestEngine(configure))
                .Should()
                .Throw<AudioException>()
                .WithMessage(message);
    }

    [Fact]
    public void Two_with_the_longest_look_ahead_are_not_refused_at_48_kHz() =>
        FluentActions.Invoking(() => EffectChain.Parse($"{Long},{Long}").Check(48_000)).Should().NotThrow();

    [Theory]
    [InlineData("gain:24,gain:24", null)]
    [InlineData("gain:24,gain:-24,peak:100:24,peak:200:24", null)]
    [InlineData(
        "gain:20,peak:1000:24,gain:12",
        "A chain amplifies by at most 48 dB; this one amplifies by 56 dB, peak:1000:24:1 alone by 24 dB. "
            + "Lower its gain, or leave effects out."
    )]
    [InlineData("highpass:80:20,highpass:80:20", "*this one amplifies by 52 dB, *")]
    public void A_chain_amplifies_by_so_much_together(string text, string? message)
    {
        Action parse = () => EffectChain.Parse(text);
        if (message is null)
            parse.Should().NotThrow();
        else
            parse.Should().Throw<EffectException>().WithMessage(message);
    }

    private static AudioFormat Format(int rate, int channels) => AudioFormat.Float32(rate, channels);

    /// <summary>Until what grows with the sound has grown.</summary>
    private static void Run(IStreamEffect effect, AudioFormat format)
    {
        float[] piece = Signal.Noise(4_096, seed: 1);
        float[] output = new float[4 * piece.Length];
        long samples = (effect.LatencyFrames + format.SampleRate / 2L) * format.Channels;
        for (long done = 0; done < samples; done += piece.Length)
        {
            int taken = 0;
            while (taken < piece.Length)
            {
                effect.Process(piece.AsSpan(taken), output, out int consumed, out _);
                taken += consumed;
            }
        }
    }

    /// <summary>The bytes of the object and of all that only it refers to.</summary>
    private static long Occupied(object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var left = new Stack<object>([root]);
        long bytes = 0;
        while (left.TryPop(out object? next))
        {
            if (!seen.Add(next))
                continue;
            Type type = next.GetType();
            if (next is Array array)
            {
                bytes += 24 + array.LongLength * SizeOf(type.GetElementType()!);
                if (type.GetElementType() is { IsValueType: false })
                {
                    foreach (object? element in array)
                        Visit(element);
                }

                continue;
            }

            bytes += 16;
            for (Type? level = type; level is not null; level = level.BaseType)
            {
                const BindingFlags own =
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
                foreach (FieldInfo field in level.GetFields(own))
                {
                    bytes += SizeOf(field.FieldType);
                    if (!field.FieldType.IsValueType)
                        Visit(field.GetValue(next));
                }
            }
        }

        return bytes;

        void Visit(object? value)
        {
            if (value is not (null or Delegate or string or Type))
                left.Push(value);
        }
    }

    private static int SizeOf(Type type) =>
        type.IsValueType
            ? (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!
            : IntPtr.Size;
}
