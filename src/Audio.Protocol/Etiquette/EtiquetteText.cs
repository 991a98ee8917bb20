using System.Globalization;

namespace Audio.Protocol.Etiquette;

/// <summary>
/// Parses an etiquette, whose fields have the same names in a query, in <c>--v3-etiquette</c> and on the wire. Every
/// method throws a <see cref="FormatException"/> whose message continues a sentence that starts with the setting's
/// name: <c>must be one of …</c>.
/// </summary>
public static class EtiquetteText
{
    /// <summary>The names of the fields.</summary>
    public static IReadOnlyList<string> Names { get; } =
    ["priority", "channel", "overlap", "expiresAfter", "resumeInterrupted"];

    /// <summary>Whether there is a field of this name, ignoring case.</summary>
    public static bool IsName(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Sets one field. <see cref="SessionEtiquette.Refusal"/> checks whether the fields fit together.
    /// </summary>
    public static SessionEtiquette With(this SessionEtiquette etiquette, string name, string text) =>
        name.ToUpperInvariant() switch
        {
            "PRIORITY" => etiquette with { Priority = Priority(text) },
            "CHANNEL" => etiquette with { Channel = text },
            "OVERLAP" => etiquette with { Overlap = Overlap(text) },
            "EXPIRESAFTER" => etiquette with { ExpiresAfter = Expiry(text) },
            "RESUMEINTERRUPTED" => etiquette with { ResumeInterrupted = Switch(text) },
            _ => throw new FormatException($"must be one of {string.Join(", ", Names)}"),
        };

    /// <summary>A whole etiquette: <c>priority=speech,channel=talk,overlap=queue</c>.</summary>
    public static SessionEtiquette Read(string text)
    {
        SessionEtiquette etiquette = SessionEtiquette.Default;
        foreach (string field in Fields(text))
        {
            if (field.Split('=', StringSplitOptions.TrimEntries) is not [{ } name, { } value] || !IsName(name))
            {
                throw new FormatException(
                    $"must consist of {string.Join(", ", Names)}, such as "
                        + $"priority=speech,channel=talk,overlap=queue; got '{field}'"
                );
            }

            try
            {
                etiquette = etiquette.With(name, value);
            }
            catch (FormatException e)
            {
                throw new FormatException($"must be an etiquette, and its {name} {e.Message}; got '{field}'", e);
            }
        }
        return etiquette.Refusal() is { } refusal
            ? throw new FormatException($"must be a consistent etiquette: {refusal}; got '{text}'")
            : etiquette;
    }

    /// <summary>A priority, such as <c>speech</c>.</summary>
    public static SessionPriority Priority(string text) =>
        EtiquetteNames.TryParse(text, out SessionPriority priority)
            ? priority
            : throw new FormatException($"must be one of {string.Join(", ", EtiquetteNames.Priorities)}");

    /// <summary>An overlap, such as <c>queue</c>.</summary>
    public static ChannelOverlap Overlap(string text) =>
        EtiquetteNames.TryParse(text, out ChannelOverlap overlap)
            ? overlap
            : throw new FormatException($"must be one of {string.Join(", ", EtiquetteNames.Overlaps)}");

    private static TimeSpan Expiry(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double milliseconds)
            ? SessionEtiquette.Expiry(milliseconds)
            : throw new FormatException("must be a number of milliseconds");

    private static bool Switch(string text) =>
        bool.TryParse(text, out bool value) ? value : throw new FormatException("must be true or false");

    private static string[] Fields(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
