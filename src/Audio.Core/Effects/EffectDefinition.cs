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
            MakeInPlace = static (values, _, _) => new GainEffect(values[0]),
        },
        new("highpass", Frequency, Quality(Math.Sqrt(0.5)))
        {
            MakeInPlace = static (values, rate, channels) =>
                new BiquadEffect(BiquadCoefficients.HighPass(values[0], values[1], rate), channels),
        },
        new("peak", Frequency, new EffectParameter("DB", -24, 24, "dB"), Quality(1))
        {
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
            MakeStream = static (values, rate, channels) =>
                new SilenceTrimmer(values[0], TimeSpan.FromMilliseconds(values[1]), rate, channels),
        },
        new("speed", new EffectParameter("FACTOR", SpeedChanger.MinSpeed, SpeedChanger.MaxSpeed))
        {
            MakeStream = static (values, rate, channels) => new SpeedChanger(values[0], rate, channels),
        },
    ];

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
