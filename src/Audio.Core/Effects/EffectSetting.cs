using System.Globalization;
using Audio.Protocol;

namespace Audio.Core.Effects;

/// <summary>A built-in effect of a chain with the values of its parameters.</summary>
internal sealed record EffectSetting(EffectDefinition Definition, IReadOnlyList<double> Values) : IEffectMaker
{
    /// <summary>For the objects of an effect, which are small and few.</summary>
    internal const long ObjectBytes = 2_048;

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public double GainDb => Definition.GainDb?.Invoke(Values) ?? 0;

    /// <inheritdoc/>
    public string? MemoryParameter =>
        Definition.Parameters.FirstOrDefault(static parameter => parameter.Unit == "ms")?.Name;

    /// <inheritdoc/>
    public bool IsInPlace => Definition.MakeInPlace is not null;

    /// <summary>Parses <c>name:number:number</c>.</summary>
    /// <exception cref="EffectException">
    /// There is no such effect, or a number is missing, malformed or out of range.
    /// </exception>
    public static EffectSetting Parse(string text)
    {
        string[] parts = text.Split(':', StringSplitOptions.TrimEntries);
        EffectDefinition definition = EffectDefinition.All.FirstOrDefault(known => known.Name == parts[0])
            ?? throw new EffectException(
                parts[0],
                $"Unknown effect: {Show(parts[0])}; known are "
                    + $"{string.Join(", ", EffectDefinition.All.Select(static known => known.Syntax))}."
            );
        if (parts.Length - 1 > definition.Parameters.Length)
        {
            throw new EffectException(
                definition.Name,
                $"{definition.Name} has too many numbers; it is written {definition.Syntax}."
            );
        }

        return new EffectSetting(
            definition,
            [
                .. definition.Parameters.Select(
                    (parameter, i) => Value(definition, parameter, i + 1 < parts.Length ? parts[i + 1] : null)
                ),
            ]
        );
    }

    /// <summary>Formats the effect with all its numbers.</summary>
    public override string ToString() =>
        Definition.Name + string.Concat(Values.Select(static value => FormattableString.Invariant($":{value}")));

    /// <inheritdoc/>
    public long Memory(AudioFormat format) =>
        ObjectBytes + Definition.Memory(Values, format.SampleRate, format.Channels);

    /// <inheritdoc/>
    public IAudioEffect CreateInPlace(AudioFormat format) =>
        Definition.MakeInPlace!(Values, format.SampleRate, format.Channels);

    /// <inheritdoc/>
    public IStreamEffect CreateStream(AudioFormat format) =>
        Definition.MakeStream is { } make
            ? make(Values, format.SampleRate, format.Channels)
            : new InPlaceStage(CreateInPlace(format), format.Channels);

    /// <inheritdoc/>
    public void Check(int sampleRate)
    {
        for (int i = 0; i < Values.Count; i++)
        {
            if (Definition.Parameters[i].Unit == "Hz" && Values[i] >= 0.49 * sampleRate)
            {
                throw new EffectException(
                    Definition.Name,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Definition.Name}: {Values[i]} Hz is too high for sound of {sampleRate} Hz; it must "
                            + $"lie below {0.49 * sampleRate} Hz."
                    )
                );
            }
        }
    }

    private static double Value(EffectDefinition definition, EffectParameter parameter, string? text)
    {
        if (text is null)
        {
            return parameter.Default
                ?? throw new EffectException(
                    definition.Name,
                    $"{definition.Name} needs its {parameter.Name}; it is written {definition.Syntax}."
                );
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            throw new EffectException(
                definition.Name,
                $"{definition.Name}: {Show(text)} is not a number; {parameter.Name} is {parameter.Range}."
            );
        }

        if (!(value >= parameter.Min && value <= parameter.Max))
        {
            throw new EffectException(
                definition.Name,
                FormattableString.Invariant(
                    $"{definition.Name}: {value} is out of range; {parameter.Name} is {parameter.Range}."
                )
            );
        }

        return value;
    }

    private static string Show(string text) => ShortText.Of(text, 40);
}
