using Audio.Protocol;

namespace Audio.Core.Effects;

/// <summary>
/// Effects in their order, as options name them: <c>highpass:80,peak:3000:4:1.2,loudness:-18,speed:1.25</c>. Immutable; each stream makes its own
/// effects from it.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>gain:DB</c>: louder or quieter, -60 to 24 dB.</item>
/// <item><c>highpass:HZ[:Q]</c>: less of what lies below, 12 dB an octave; 10 to 20,000 Hz, Q 0.1 to 20 (0.7071).</item>
/// <item><c>peak:HZ:DB[:Q]</c>: more or less of what lies about a frequency; -24 to 24 dB, Q 0.1 to 20 (1).</item>
/// <item><c>loudness:LUFS</c>: brought to a loudness after EBU R128, -40 to -5 LUFS, while it plays.</item>
/// <item><c>trim[:THRESHOLD_DB[:MAX_PAUSE_MS]]</c>: without silence before and after, and with shorter pauses; -90 to -20 dB (-50), 120 to 10,000 ms (500).</item>
/// <item><c>speed:FACTOR</c>: faster or slower at the same pitch, 0.5 to 3.</item>
/// </list>
/// The last two change the length of the sound, so they work on a session and not on a bus.
/// </remarks>
public sealed class EffectChain
{
    /// <summary>The most effects in a chain.</summary>
    public const int MaxEffects = 16;

    private readonly EffectSetting[] _settings;

    private EffectChain(EffectSetting[] settings) => _settings = settings;

    /// <summary>No effect at all.</summary>
    public static EffectChain Empty { get; } = new([]);

    /// <summary>How many effects there are.</summary>
    public int Count => _settings.Length;

    /// <summary>Whether an effect changes the length of the sound.</summary>
    public bool ChangesLength => _settings.Any(static setting => setting.Definition.MakeStream is not null);

    /// <summary>Reads a chain; an empty text is <see cref="Empty"/>.</summary>
    /// <exception cref="EffectException">It cannot be read; the message says what is wrong and what is known.</exception>
    public static EffectChain Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.IsNullOrWhiteSpace(text)) return Empty;
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length > MaxEffects)
            throw new EffectException("", $"A chain has at most {MaxEffects} effects; this one has {parts.Length}.");
        return new EffectChain([.. parts.Select(EffectSetting.Parse)]);
    }

    /// <summary>The chain as it can be read again, with all numbers.</summary>
    public override string ToString() => string.Join(',', _settings.Select(static setting => setting.ToString()));

    /// <summary>Makes the effects for a stream that keeps its length.</summary>
    /// <param name="format">32-bit float of 1 or 2 channels, at least 8,000 Hz.</param>
    /// <exception cref="EffectException">An effect changes the length, or a frequency is too high for the rate.</exception>
    public IAudioEffect CreateInPlace(AudioFormat format)
    {
        Check(format);
        if (_settings.FirstOrDefault(static setting => setting.Definition.MakeStream is not null) is { } setting)
            throw new EffectException(setting.Definition.Name, $"{setting.Definition.Name} changes the length of the sound, so it works on a session and not on a bus.");
        return new SeriesEffect([.. _settings.Select(effect => effect.Definition.MakeInPlace!(effect.Values, format.SampleRate, format.Channels))]);
    }

    /// <summary>Makes the effects for a stream that may change its length.</summary>
    /// <param name="format">32-bit float of 1 or 2 channels, at least 8,000 Hz.</param>
    /// <exception cref="EffectException">A frequency is too high for the rate.</exception>
    public IStreamEffect CreateStream(AudioFormat format)
    {
        Check(format);
        return new SeriesStreamEffect([.. Stages(format)], format.Channels);
    }

    private IEnumerable<IStreamEffect> Stages(AudioFormat format)
    {
        var inPlace = new List<IAudioEffect>(); // neighbours that keep the length are one stage
        foreach (EffectSetting setting in _settings)
        {
            if (setting.Definition.MakeInPlace is { } make)
            {
                inPlace.Add(make(setting.Values, format.SampleRate, format.Channels));
                continue;
            }

            if (inPlace.Count > 0) yield return new InPlaceStage(new SeriesEffect([.. inPlace]), format.Channels);
            inPlace.Clear();
            yield return setting.Definition.MakeStream!(setting.Values, format.SampleRate, format.Channels);
        }

        if (inPlace.Count > 0) yield return new InPlaceStage(new SeriesEffect([.. inPlace]), format.Channels);
    }

    private void Check(AudioFormat format)
    {
        if (format.Encoding != SampleEncoding.Float32Le || format.Channels is not (1 or 2) || format.SampleRate is < 8_000 or > AudioFormat.MaxSampleRate)
            throw new ArgumentException($"Effects work on 32-bit float of 1 or 2 channels and at least 8000 Hz, not on {format}.", nameof(format));
        foreach (EffectSetting setting in _settings) setting.Check(format.SampleRate);
    }
}
