using System.Globalization;
using Audio.Core.Dsp;
using Audio.Protocol.Etiquette;

namespace Audio.Core.Mixing;

/// <summary>How much quieter one priority is while a higher one plays.</summary>
/// <param name="Higher">The priority that plays.</param>
/// <param name="Lower">The priority that is lowered.</param>
public sealed record DuckingRule(SessionPriority Higher, SessionPriority Lower)
{
    /// <summary>The lowest level of a rule, in decibels.</summary>
    public const double MinLevel = -60;

    /// <summary>The longest ramp.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The level of the lower priority meanwhile, <see cref="MinLevel"/> to 0 dB; 0 leaves it unchanged.
    /// </summary>
    public double Level { get; init; } = -12;

    /// <summary>How long lowering takes, 1 ms to <see cref="MaxTime"/>.</summary>
    public TimeSpan Attack { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long the return takes once the higher priority is silent, 1 ms to <see cref="MaxTime"/>.</summary>
    public TimeSpan Release { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The default rules, one for each pair of priorities.</summary>
    public static IReadOnlyList<DuckingRule> Defaults { get; } =
    [
        .. from higher in Enum.GetValues<SessionPriority>()
        from lower in Enum.GetValues<SessionPriority>()
        where lower < higher
        select new DuckingRule(higher, lower),
    ];

    /// <summary>One rule for each pair: the last of those given, or the default.</summary>
    internal static DuckingRule[] OnePerPair(IReadOnlyList<DuckingRule> rules) =>
        [
            .. Defaults
                .Concat(rules)
                .GroupBy(static rule => (rule.Higher, rule.Lower))
                .Select(static pair => pair.Last()),
        ];

    /// <summary>The level as a linear gain.</summary>
    public float Gain => (float)Decibels.ToFactor(Level);

    /// <summary>
    /// Reads <c>HIGHER&gt;LOWER:LEVEL_DB[:ATTACK_MS[:RELEASE_MS]]</c>, as <c>speech&gt;media:-20:30:500</c>.
    /// </summary>
    /// <exception cref="FormatException">
    /// It cannot be parsed; the message completes the sentence "The rule …".
    /// </exception>
    public static DuckingRule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(':', StringSplitOptions.TrimEntries);
        string[] pair = parts[0].Split('>', StringSplitOptions.TrimEntries);
        if (pair.Length != 2 || parts.Length is < 2 or > 4)
        {
            throw new FormatException(
                $"must be HIGHER>LOWER:LEVEL_DB[:ATTACK_MS[:RELEASE_MS]], as speech>media:-12:50:300; got '{text}'"
            );
        }

        var rule = new DuckingRule(Priority(pair[0]), Priority(pair[1]));
        rule = rule with
        {
            Level = Number(parts[1], "a level in dB"),
            Attack = parts.Length > 2 ? Time(parts[2]) : rule.Attack,
            Release = parts.Length > 3 ? Time(parts[3]) : rule.Release,
        };
        return rule.Refusal() is { } refusal
            ? throw new FormatException($"must be a rule where {refusal}; got '{text}'")
            : rule;
    }

    /// <summary>Formats the rule so that <see cref="Parse"/> can read it.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{EtiquetteNames.NameOf(Higher)}>{EtiquetteNames.NameOf(Lower)}:{Level}"
                + $":{Attack.TotalMilliseconds}:{Release.TotalMilliseconds}"
        );

    /// <summary>Returns what is wrong with the rule; <see langword="null"/> if nothing is.</summary>
    internal string? Refusal() =>
        this switch
        {
            _ when Lower >= Higher => "the priority in front is the higher one (alert > speech > notification > media)",
            _ when !(Level is >= MinLevel and <= 0) => $"the level is between {MinLevel} and 0 dB",
            _ when !IsTime(Attack) || !IsTime(Release) => "each time is between 1 ms and 10 s",
            _ => null,
        };

    private static bool IsTime(TimeSpan time) => time >= TimeSpan.FromMilliseconds(1) && time <= MaxTime;

    private static SessionPriority Priority(string text) =>
        EtiquetteNames.TryParse(text, out SessionPriority priority)
            ? priority
            : throw new FormatException(
                $"must name priorities, which are {string.Join(", ", EtiquetteNames.Priorities)}; got '{text}'"
            );

    private static double Number(string text, string what) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value)
            ? value
            : throw new FormatException($"must have {what}; got '{text}'");

    private static TimeSpan Time(string text)
    {
        double milliseconds = Number(text, "times in milliseconds");
        return milliseconds is >= 0 and <= 1e6
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new FormatException($"must have times from 1 ms to 10 s; got '{text}'");
    }
}
