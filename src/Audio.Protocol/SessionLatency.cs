using System.Globalization;
using System.Text.Json;

namespace Audio.Protocol;

/// <summary>
/// The limit on the sound that a session may hold (<c>maxLatency</c>), for sound that comes in real time: what exceeds
/// it is skipped.
/// </summary>
public static class SessionLatency
{
    /// <summary>The values that are allowed, as an error says it.</summary>
    public const string Rule = "a number of milliseconds from 50 to 30000";

    /// <summary>The lowest limit.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMilliseconds(50);

    /// <summary>The highest limit.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    /// <summary>Whether a limit is in range; <see langword="null"/>, which is no limit, is.</summary>
    public static bool IsInRange(TimeSpan? latency) => latency is null || (latency >= Least && latency <= Most);

    /// <summary>Reads milliseconds, such as <c>200</c>.</summary>
    /// <returns>Whether they are in range.</returns>
    public static bool TryParse(string? text, out TimeSpan latency)
    {
        latency = default;
        return double.TryParse(
                text,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out double milliseconds
            ) && TryRead(milliseconds, out latency);
    }

    /// <summary>Reads the field of a <c>start_session</c>.</summary>
    /// <returns>Whether the value is valid. A field that is missing or null means no limit.</returns>
    internal static bool TryRead(JsonElement message, out TimeSpan? latency)
    {
        latency = null;
        if (!message.TryGetProperty("maxLatency", out JsonElement field) || field.ValueKind == JsonValueKind.Null)
            return true;
        if (field.ValueKind != JsonValueKind.Number || !TryRead(field.GetDouble(), out TimeSpan read))
            return false;
        latency = read;
        return true;
    }

    private static bool TryRead(double milliseconds, out TimeSpan latency)
    {
        bool read = milliseconds is >= 50 and <= 30_000;
        latency = read ? TimeSpan.FromMilliseconds(milliseconds) : default;
        return read;
    }
}
