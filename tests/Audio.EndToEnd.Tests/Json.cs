using System.Globalization;
using System.Text.Json;

namespace Audio.EndToEnd.Tests;

/// <summary>Compares JSON messages exactly: the same fields, no more and no fewer, with the same types.</summary>
internal static class Json
{
    /// <summary>In an expected message: the current time, in Unix milliseconds as a JSON integer.</summary>
    public const string Now = "<now>";

    /// <summary>In an expected message: any integer that is not negative.</summary>
    public const string Count = "<count>";

    /// <summary>In an expected message: any non-empty string.</summary>
    public const string Text = "<text>";

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);

    public static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement.Clone();

    public static string? Type(JsonElement message) => message.GetProperty("type").GetString();

    /// <summary>Fails unless a message is as expected; the order of the fields does not count.</summary>
    public static void ShouldBe(this JsonElement actual, string expected)
    {
        var faults = new List<string>();
        Compare(actual, Parse(expected), "", faults);
        faults.Should().BeEmpty($"{actual.GetRawText()} should be {expected}");
    }

    private static void Compare(JsonElement actual, JsonElement expected, string path, List<string> faults)
    {
        if (expected.ValueKind == JsonValueKind.String && expected.GetString() is Now or Count or Text)
        {
            if (!Matches(actual, expected.GetString()!))
                faults.Add($"{path} is {actual.GetRawText()}, not {expected.GetString()}");
        }
        else if (expected.ValueKind == JsonValueKind.Object && actual.ValueKind == JsonValueKind.Object)
        {
            string[] names = [.. actual.EnumerateObject().Select(p => p.Name)];
            string[] wanted = [.. expected.EnumerateObject().Select(p => p.Name)];
            faults.AddRange(names.Except(wanted).Select(n => $"{path}.{n} should not be there"));
            faults.AddRange(wanted.Except(names).Select(n => $"{path}.{n} is missing"));
            foreach (string name in wanted.Intersect(names))
                Compare(actual.GetProperty(name), expected.GetProperty(name), $"{path}.{name}", faults);
        }
        else if (actual.ValueKind != expected.ValueKind || actual.GetRawText() != expected.GetRawText())
        {
            // Raw, so that 24000 is not 24000.0; strings are compared by what they say.
            if (
                actual.ValueKind != JsonValueKind.String
                || expected.ValueKind != JsonValueKind.String
                || actual.GetString() != expected.GetString()
            )
            {
                faults.Add($"{path} is {actual.GetRawText()}, not {expected.GetRawText()}");
            }
        }
    }

    private static bool Matches(JsonElement actual, string placeholder) =>
        placeholder switch
        {
            Text => actual.ValueKind == JsonValueKind.String && actual.GetString()!.Length > 0,
            Count => IsWhole(actual, out long count) && count >= 0,
            _ => IsWhole(actual, out long time)
                && Math.Abs(time - TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds())
                    < ClockTolerance.TotalMilliseconds,
        };

    private static bool IsWhole(JsonElement element, out long value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number
            && long.TryParse(
                element.GetRawText(),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out value
            );
    }
}
