using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Audio.LoadGenerator.Commands;

/// <summary>Values in a readable form: <c>20ms</c>, <c>10s</c>, <c>1,10,100</c>.</summary>
internal static class Span
{
    /// <summary>An option that is a time.</summary>
    public static Option<TimeSpan> Option(string name, string text, TimeSpan usual, TimeSpan min, TimeSpan max) =>
        new(name)
        {
            Description = $"{text} ({Show(min)} to {Show(max)}). Default: {Show(usual)}",
            HelpName = "TIME",
            CustomParser = result =>
            {
                if (TryParse(result.Tokens[0].Value, out TimeSpan time) && time >= min && time <= max)
                    return time;
                result.AddError(
                    $"{name} is a time such as 20ms or 10s, {Show(min)} to {Show(max)}; got '{result.Tokens[0].Value}'."
                );
                return default;
            },
        };

    /// <summary>An option that is a whole number.</summary>
    public static Option<int> Number(string name, string text, int usual, int min, int max) =>
        new(name)
        {
            Description = $"{text} ({min} to {max}). Default: {usual}",
            HelpName = "NUMBER",
            CustomParser = result => ParseNumber(result, name, min, max),
        };

    /// <summary>The given value or the default. (A default set in the parser would be shown in C# notation.)</summary>
    public static T ValueOr<T>(this ParseResult result, Option<T> option, T usual) =>
        result.GetResult(option) is null ? usual : result.GetValue(option)!;

    /// <summary>Whole numbers with commas between them.</summary>
    public static IReadOnlyList<int> ParseNumbers(ArgumentResult result, string name, int max)
    {
        var numbers = new List<int>();
        foreach (string part in result.Tokens[0].Value.Split(','))
        {
            if (
                int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && number >= 1
                && number <= max
            )
            {
                numbers.Add(number);
            }
            else
            {
                result.AddError($"{name} is numbers of 1 to {max} with commas between them; got '{part}'.");
            }
        }
        return numbers;
    }

    private static int ParseNumber(ArgumentResult result, string name, int min, int max)
    {
        if (
            int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number >= min
            && number <= max
        )
        {
            return number;
        }

        result.AddError($"{name} is a number of {min} to {max}; got '{result.Tokens[0].Value}'.");
        return min;
    }

    private static bool TryParse(string text, out TimeSpan time)
    {
        (string number, double unit) =
            text.EndsWith("ms", StringComparison.Ordinal) ? (text[..^2], 0.001)
            : text.EndsWith("min", StringComparison.Ordinal) ? (text[..^3], 60)
            : text.EndsWith('s') ? (text[..^1], 1)
            : (text, 1);
        bool isNumber =
            double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value < 1e6;
        time = isNumber ? TimeSpan.FromSeconds(value * unit) : default;
        return isNumber;
    }

    private static string Show(TimeSpan time) =>
        time.TotalSeconds is >= 1 or 0 ? $"{time.TotalSeconds:0.#}s" : $"{time.TotalMilliseconds:0.#}ms";
}
