using System.Globalization;
using Audio.Protocol;

namespace Audio.Core.Effects;

/// <summary>
/// Effects in their order, as options name them: <c>highpass:80,peak:3000:4:1.2,loudness:-18,speed:1.25</c>. Immutable;
/// each stream makes its own effects from it.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>gain:DB</c>: louder or quieter, -60 to 24 dB.</item>
/// <item><c>highpass:HZ[:Q]</c>: less of what lies below, 12 dB an octave; 10 to 20,000 Hz, Q 0.1 to 20
/// (0.7071).</item>
/// <item><c>peak:HZ:DB[:Q]</c>: more or less of what lies about a frequency; -24 to 24 dB, Q 0.1 to 20 (1).</item>
/// <item><c>loudness:LUFS[:LOOK_AHEAD_MS[:MAX_WAIT_MS]]</c>: brought to a loudness after EBU R128, -40 to -5 LUFS, with
/// peaks of at most -1 dB. On a session up to 10,000 ms
/// (3,000) of sound are heard before the first is let out, unless that takes longer than 0 to 2,000 ms (200) or the
/// stream has ended; on a bus nothing is held back.</item>
/// <item><c>trim[:THRESHOLD_DB[:MAX_PAUSE_MS]]</c>: without silence before and after, and with shorter pauses; -90 to
/// -20 dB (-50), 120 to 10,000 ms (500).</item>
/// <item><c>speed:FACTOR</c>: faster or slower at the same pitch, 0.5 to 3.</item>
/// </list>
/// The last two change the length of the sound, so they work on a session and not on a bus. A chain has at most <see
/// cref="MaxEffects"/> effects, needs at most 8 MiB of memory for stereo at the mix rate, and amplifies by at most 48
/// dB.
/// </remarks>
public sealed class EffectChain
{
    /// <summary>The most effects in a chain.</summary>
    public const int MaxEffects = 16;

    /// <summary>The most memory of a chain, in bytes.</summary>
    internal const long MaxMemory = 8 * 1024 * 1024;

    /// <summary>The most that the effects of a chain amplify together, in decibels.</summary>
    internal const double MaxGainDb = 48;

    private readonly IEffectMaker[] _makers;

    private EffectChain(IEffectMaker[] makers) => _makers = makers;

    /// <summary>A chain without effects.</summary>
    public static EffectChain Empty { get; } = new([]);

    /// <summary>The number of effects.</summary>
    public int Count => _makers.Length;

    /// <summary>Whether an effect changes the length of the sound.</summary>
    public bool ChangesLength => _makers.Any(static maker => !maker.IsInPlace);

    /// <summary>Parses a chain; an empty text is <see cref="Empty"/>.</summary>
    /// <exception cref="EffectException">
    /// It cannot be parsed; the message says what is wrong and what is allowed.
    /// </exception>
    public static EffectChain Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.IsNullOrWhiteSpace(text))
            return Empty;
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        CheckCount(parts.Length);
        EffectSetting[] settings = [.. parts.Select(EffectSetting.Parse)];
        CheckGain(settings);
        return new EffectChain(settings);
    }

    /// <summary>Returns this chain with an effect of your own at its end.</summary>
    /// <param name="name">For messages and <see cref="ToString"/>; <see cref="Parse"/> does not know it.</param>
    /// <param name="create">
    /// Creates the effect for a stream of 32-bit float, 1 or 2 channels, at the mix rate. Called once per session or
    /// bus, on a control thread. If the effect throws, its session fails; a bus continues without it.
    /// </param>
    /// <exception cref="EffectException">The chain is full.</exception>
    public EffectChain With(string name, Func<AudioFormat, IAudioEffect> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        CheckCount(Count + 1);
        return new EffectChain([.. _makers, new OwnEffect(name, create)]);
    }

    /// <summary>Formats the chain so that <see cref="Parse"/> can read it, with all numbers.</summary>
    public override string ToString() => string.Join(',', _makers.Select(static maker => maker.ToString()));

    /// <summary>Creates the effects for a stream that keeps its length.</summary>
    /// <param name="format">32-bit float of 1 or 2 channels, at least 8,000 Hz.</param>
    /// <exception cref="EffectException">
    /// An effect changes the length, or a frequency is too high for the rate.
    /// </exception>
    public IAudioEffect CreateInPlace(AudioFormat format) =>
        new SeriesEffect([.. CreateEach(format).Select(static made => made.Effect)]);

    /// <summary>Creates the effects for a stream whose length may change.</summary>
    /// <param name="format">32-bit float of 1 or 2 channels, at least 8,000 Hz.</param>
    /// <exception cref="EffectException">A frequency is too high for the rate.</exception>
    public IStreamEffect CreateStream(AudioFormat format) => CreateStream(format, first: null);

    /// <summary>Creates the effects after another effect.</summary>
    internal IStreamEffect CreateStream(AudioFormat format, IStreamEffect? first)
    {
        Check(format);
        IEnumerable<IStreamEffect> stages = _makers.Select(maker => maker.CreateStream(format));
        return new SeriesStreamEffect([.. first is null ? stages : stages.Prepend(first)], format.Channels);
    }

    /// <summary>Creates the effects for a stream that keeps its length, separately and with their names.</summary>
    internal IReadOnlyList<(string Name, IAudioEffect Effect)> CreateEach(AudioFormat format)
    {
        Check(format);
        CheckInPlace(format.SampleRate);
        return [.. _makers.Select(maker => (maker.Name, maker.CreateInPlace(format)))];
    }

    /// <summary>
    /// The bytes that the effects occupy at most. Known before they are made, so that a chain can be refused.
    /// </summary>
    internal long Memory(AudioFormat format) =>
        _makers.Sum(maker => maker.Memory(format) + SeriesStreamEffect.LinkMemory);

    /// <summary>Refuses a sample rate at which an effect cannot work, or needs too much memory.</summary>
    /// <exception cref="EffectException">
    /// A frequency is too high for the rate, or the chain needs too much memory.
    /// </exception>
    internal void Check(int sampleRate)
    {
        foreach (IEffectMaker maker in _makers)
            maker.Check(sampleRate);
        CheckMemory(AudioFormat.Float32(sampleRate, channels: 2));
    }

    /// <summary>Refuses effects that cannot work on a bus, or not at this sample rate.</summary>
    /// <exception cref="EffectException">
    /// An effect changes the length, or a frequency is too high for the rate.
    /// </exception>
    internal void CheckInPlace(int sampleRate)
    {
        Check(sampleRate);
        if (_makers.FirstOrDefault(static maker => !maker.IsInPlace) is { } maker)
        {
            throw new EffectException(
                maker.Name,
                $"{maker.Name} changes the length of the sound, so it works on a session and not on a bus."
            );
        }
    }

    private static void CheckGain(EffectSetting[] settings)
    {
        double gain = settings.Sum(static setting => setting.GainDb);
        if (gain <= MaxGainDb)
            return;
        EffectSetting most = settings.MaxBy(static setting => setting.GainDb)!;
        throw new EffectException(
            most.Name,
            string.Create(
                CultureInfo.InvariantCulture,
                $"A chain amplifies by at most {MaxGainDb} dB; this one amplifies by {gain:0.#} dB, {most} alone by "
                    + $"{most.GainDb:0.#} dB. Lower its gain, or leave effects out."
            )
        );
    }

    private void CheckMemory(AudioFormat format)
    {
        long bytes = Memory(format);
        if (bytes <= MaxMemory)
            return;
        IEffectMaker most = _makers.MaxBy(maker => maker.Memory(format))!;
        string lower = most.MemoryParameter is { } parameter ? $"Lower its {parameter}, or leave" : "Leave";
        throw new EffectException(
            most.Name,
            string.Create(
                CultureInfo.InvariantCulture,
                $"A chain needs at most {MiB(MaxMemory)} of memory; at {format.SampleRate} Hz this one needs "
                    + $"{MiB(bytes)}, {most} alone {MiB(most.Memory(format))}. {lower} effects out."
            )
        );
    }

    private static string MiB(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):0.0} MiB");

    private static void CheckCount(int effects)
    {
        if (effects > MaxEffects)
            throw new EffectException("", $"A chain has at most {MaxEffects} effects; this one has {effects}.");
    }

    private void Check(AudioFormat format)
    {
        if (
            format.Encoding != SampleEncoding.Float32Le
            || format.Channels is not (1 or 2)
            || format.SampleRate is < 8_000 or > AudioFormat.MaxSampleRate
        )
        {
            throw new ArgumentException(
                $"Effects work on 32-bit float of 1 or 2 channels and at least 8000 Hz, not on {format}.",
                nameof(format)
            );
        }

        Check(format.SampleRate);
    }
}
