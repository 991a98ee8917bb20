using System.Globalization;
using Audio.Core.Effects;
using Audio.Core.Sessions;
using Audio.Host.Http.Problems;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V4;
using Microsoft.Extensions.Primitives;

namespace Audio.Host.Http.Play;

/// <summary>
/// The query of <c>/v1/play</c>, each value validated. An unknown name is refused, because a misspelt parameter would
/// have no effect.
/// </summary>
internal sealed record PlayParameters
{
    /// <summary>The parameter names, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "rate",
        "channels",
        "bits",
        "encoding",
        "volume",
        "effects",
        .. EtiquetteText.Names,
        "jitter",
        "maxLatency",
        "id",
        "wait",
    ];

    /// <summary>The sample rate, in hertz.</summary>
    public int? Rate { get; private set; }

    /// <summary>The number of channels: 1 to 8.</summary>
    public int? Channels { get; private set; }

    /// <summary>Bits per sample: 8, 16, 24 or 32.</summary>
    public int? Bits { get; private set; }

    public SampleEncoding? Encoding { get; private set; }

    /// <summary>Linear gain.</summary>
    public float? Volume { get; private set; }

    /// <summary>The effects; <see langword="null"/> for the daemon's default.</summary>
    public EffectChain? Effects { get; private set; }

    /// <summary>How the session behaves towards others.</summary>
    public SessionEtiquette Etiquette { get; private set; } = SessionEtiquette.Default;

    /// <summary>How the session compensates for sound that arrives late.</summary>
    public SessionJitter Jitter { get; private set; } = SessionJitter.Auto;

    /// <summary>The most sound that may be buffered; <see langword="null"/> if nothing is ever skipped.</summary>
    public TimeSpan? MaxLatency { get; private set; }

    public string? Id { get; private set; }

    public bool? Wait { get; private set; }

    /// <exception cref="ApiProblemException">
    /// A parameter is unknown, appears twice, or has an invalid value.
    /// </exception>
    public static PlayParameters Read(IQueryCollection query)
    {
        var parameters = new PlayParameters();
        foreach ((string name, StringValues values) in query)
        {
            if (values is not [{ } text])
            {
                throw Invalid($"The parameter {ApiProblems.Short(name)} appears {values.Count} times; give it once.");
            }

            parameters.Set(name, text);
        }
        return parameters.Etiquette.Refusal() is { } refusal
            ? throw Invalid($"This etiquette cannot be kept: {refusal}.")
            : parameters;
    }

    private void Set(string name, string text)
    {
        switch (name.ToLowerInvariant())
        {
            case "rate":
                Rate = Whole(name, text, AudioFormat.MinSampleRate, AudioFormat.MaxSampleRate, " (hertz)");
                break;
            case "channels":
                Channels = Whole(name, text, 1, AudioFormat.MaxChannels, "");
                break;
            case "bits":
                Bits = text is "8" or "16" or "24" or "32"
                    ? int.Parse(text, CultureInfo.InvariantCulture)
                    : throw Wrong(name, text, "is 8, 16, 24 or 32");
                break;
            case "encoding":
                Encoding = SampleEncodingNames.TryParse(text, out SampleEncoding encoding)
                    ? encoding
                    : throw Wrong(name, text, $"is one of {string.Join(", ", SampleEncodingNames.All)}");
                break;
            case "volume":
                Volume =
                    float.TryParse(
                        text,
                        NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                        CultureInfo.InvariantCulture,
                        out float volume
                    ) && volume is >= 0f and <= AudioSession.MaxVolume
                        ? volume
                        : throw Wrong(name, text, "is a number from 0 to 4, with a point; 1 leaves the sound as it is");
                break;
            case "effects":
                Effects = Chain(name, text);
                break;
            case "jitter":
                Jitter = SessionJitter.TryParse(text, out SessionJitter jitter)
                    ? jitter
                    : throw Wrong(name, text, $"is {SessionJitter.Rule}");
                break;
            case "maxlatency":
                MaxLatency = SessionLatency.TryParse(text, out TimeSpan latency)
                    ? latency
                    : throw Wrong(name, text, $"is {SessionLatency.Rule}");
                break;
            case "id":
                Id = SessionNames.Refusal(text) is { } refusal ? throw Wrong(name, text, refusal) : text;
                break;
            case "wait":
                Wait = text.ToLowerInvariant() switch
                {
                    "true" => true,
                    "false" => false,
                    _ => throw Wrong(name, text, "is true or false"),
                };
                break;
            default:
                if (EtiquetteText.IsName(name))
                {
                    SetEtiquette(name, text);
                    break;
                }
                throw Invalid(
                    $"There is no parameter {ApiProblems.Short(name)}; the parameters are {string.Join(", ", Names)}."
                );
        }
    }

    private void SetEtiquette(string name, string text)
    {
        try
        {
            Etiquette = Etiquette.With(name, text);
        }
        catch (FormatException e)
        {
            throw Wrong(name, text, e.Message);
        }
    }

    private static EffectChain Chain(string name, string text)
    {
        if (text.Length > V4StartSession.MaxEffectsLength)
            throw Wrong(name, text, $"has at most {V4StartSession.MaxEffectsLength} characters");
        try
        {
            return EffectChain.Parse(text);
        }
        catch (EffectException e)
        {
            throw new ApiProblemException(ApiProblems.InvalidEffects(e));
        }
    }

    private static int Whole(string name, string text, int from, int to, string unit) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
        && value >= from
        && value <= to
            ? value
            : throw Wrong(name, text, $"is a whole number from {from} to {to}{unit}");

    private static ApiProblemException Wrong(string name, string text, string rule) =>
        Invalid($"The parameter {name} {rule}; it is '{ApiProblems.Short(text)}'.");

    private static ApiProblemException Invalid(string detail) => new(ApiProblems.InvalidParameter(detail));
}
