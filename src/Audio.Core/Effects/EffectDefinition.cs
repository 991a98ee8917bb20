namespace Audio.Core.Effects;

/// <summary>
/// A built-in effect: its name, its parameters, and how to create it for a stream. At least one of the two factories is
/// set.
/// </summary>
/// <param name="Name">Its name in a chain.</param>
/// <param name="Parameters">Its parameters in order; those with a default come last.</param>
internal sealed record EffectDefinition(string Name, params EffectParameter[] Parameters)
{
    /// <summary>All built-in effects.</summary>
    public static IReadOnlyList<EffectDefinition> All { get; } =
    [
        new("gain", new EffectParameter("DB", -60, 24, "dB"))
        {
            Memory = static (_, _, _) => 0,
            GainDb = static values => values[0],
            MakeInPlace = static (values, _, _) => new GainEffect(values[0]),
        },
        new("highpass", Frequency, Quality(Math.Sqrt(0.5)))
        {
            Memory = static (_, _, channels) => BiquadEffect.Memory(channels),
            GainDb = static values => Math.Max(0, 20 * Math.Log10(values[1])),
            MakeInPlace = static (values, rate, channels) =>
                new BiquadEffect(BiquadCoefficients.HighPass(values[0], values[1], rate), channels),
        },
        new("peak", Frequency, new EffectParameter("DB", -24, 24, "dB"), Quality(1))
        {
            Memory = static (_, _, channels) => BiquadEffect.Memory(channels),
            GainDb = static values => Math.Max(0, values[1]),
            MakeInPlace = static (values, rate, channels) =>
                new BiquadEffect(BiquadCoefficients.Peaking(values[0], values[1], values[2], rate), channels),
        },
        new(
            "loudness",
            new EffectParameter("LUFS", -40, -5, "LUFS"),
            Milliseconds("LOOK_AHEAD_MS", 10_000, 3_000),
            Milliseconds("MAX_WAIT_MS", 2_000, 200)
        )
        {
            Memory = static (values, rate, channels) =>
                LookAheadNormalizer.Memory(TimeSpan.FromMilliseconds(values[1]), rate, channels),
            MakeInPlace = static (values, rate, channels) => new LoudnessNormalizer(values[0], rate, channels),
            MakeStream = static (values, rate, channels) =>
                new LookAheadNormalizer(
                    values[0],
                    TimeSpan.FromMilliseconds(values[1]),
                    TimeSpan.FromMilliseconds(values[2]),
                    rate,
                    channels
                ),
        },
        new(
            "trim",
            new EffectParameter("THRESHOLD_DB", -90, -20, "dB", -50),
            new EffectParameter("MAX_PAUSE_MS", 120, 10_000, "ms", 500)
        )
        {
            Memory = static (values, rate, channels) =>
                SilenceTrimmer.Memory(TimeSpan.FromMilliseconds(values[1]), rate, channels),
            MakeStream = static (values, rate, channels) =>
                new SilenceTrimmer(values[0], TimeSpan.FromMilliseconds(values[1]), rate, channels),
        },
        new("speed", new EffectParameter("FACTOR", SpeedChanger.MinSpeed, SpeedChanger.MaxSpeed))
        {
            Memory = static (_, rate, channels) => SpeedChanger.Memory(rate, channels),
            MakeStream = static (values, rate, channels) => new SpeedChanger(values[0], rate, channels),
        },
    ];

    /// <summary>
    /// The bytes of its buffers, at most, on a session or a bus: values, rate, channels. Its objects are counted
    /// without it.
    /// </summary>
    public required Func<IReadOnlyList<double>, int, int, long> Memory { get; init; }

    /// <summary>
    /// How much it amplifies, in decibels, at the frequency where it does most; <see langword="null"/>: it does not.
    /// </summary>
    public Func<IReadOnlyList<double>, double>? GainDb { get; init; }

    /// <summary>Creates an effect that keeps the length and can work on a bus: values, rate, channels.</summary>
    public Func<IReadOnlyList<double>, int, int, IAudioEffect>? MakeInPlace { get; init; }

    /// <summary>
    /// Creates the effect for a session, if it differs from the one on a bus: values, rate, channels.
    /// </summary>
    public Func<IReadOnlyList<double>, int, int, IStreamEffect>? MakeStream { get; init; }

    /// <summary>Its syntax: <c>peak:HZ:DB[:Q]</c>.</summary>
    public string Syntax =>
        Name
        + string.Concat(
            Parameters.Select(parameter => parameter.Default is null ? $":{parameter.Name}" : $"[:{parameter.Name}]")
        );

    private static EffectParameter Frequency => new("HZ", 10, 20_000, "Hz");

    private static EffectParameter Milliseconds(string name, double most, double usual) =>
        new(name, 0, most, "ms", usual);

    private static EffectParameter Quality(double usual) => new("Q", 0.1, 20, "", usual);
}
