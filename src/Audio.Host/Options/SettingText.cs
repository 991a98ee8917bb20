using System.Globalization;
using System.Net;
using Audio.Core;

namespace Audio.Host.Options;

/// <summary>
/// Parses values typed by people. Every method throws a <see cref="FormatException"/> whose message continues a
/// sentence that starts with the setting's name.
/// </summary>
internal static class SettingText
{
    private static readonly (string Suffix, double Milliseconds)[] TimeUnits =
    [
        ("ms", 1),
        ("min", 60_000),
        ("s", 1_000),
        ("m", 60_000),
        ("h", 3_600_000),
    ];

    private static readonly (string Suffix, long Bytes)[] SizeUnits =
    [
        ("KiB", 1L << 10),
        ("MiB", 1L << 20),
        ("GiB", 1L << 30),
        ("KB", 1_000),
        ("MB", 1_000_000),
        ("GB", 1_000_000_000),
        ("B", 1),
    ];

    /// <summary>A whole number within an inclusive range.</summary>
    public static int Integer(string text, int min, int max)
    {
        if (!int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
            throw new FormatException($"must be a whole number between {min} and {max}; got '{text}'");
        return value >= min && value <= max ? value : throw OutOfRange($"{min} and {max}", text);
    }

    /// <summary>A number within an inclusive range.</summary>
    public static double Number(string text, double min, double max)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        string range = string.Create(CultureInfo.InvariantCulture, $"{min} and {max}");
        if (!double.TryParse(text.Trim(), Style, CultureInfo.InvariantCulture, out double value))
            throw new FormatException($"must be a number between {range}; got '{text}'");
        return value >= min && value <= max ? value : throw OutOfRange(range, text);
    }

    /// <inheritdoc cref="Time(string, string, TimeSpan, TimeSpan)"/>
    public static TimeSpan Time(string text, string unit, OptionRange<TimeSpan> range) =>
        Time(text, unit, range.Min, range.Max);

    /// <inheritdoc cref="Integer(string, int, int)"/>
    public static int Integer(string text, OptionRange<int> range) => Integer(text, range.Min, range.Max);

    /// <inheritdoc cref="Size(string, long, long)"/>
    public static int Size(string text, OptionRange<int> range) => (int)Size(text, range.Min, range.Max);

    /// <inheritdoc cref="Size(string, long, long)"/>
    public static long Size(string text, OptionRange<long> range) => Size(text, range.Min, range.Max);

    /// <summary>
    /// A time such as <c>5ms</c>, <c>0.01s</c>, <c>5min</c> or <c>1h</c>; a bare number is in <paramref name="unit"/>.
    /// </summary>
    /// <param name="text">The text to parse.</param>
    /// <param name="unit">The unit of a bare number: <c>ms</c> or <c>s</c>.</param>
    /// <param name="min">The shortest time allowed.</param>
    /// <param name="max">The longest time allowed.</param>
    public static TimeSpan Time(string text, string unit, TimeSpan min, TimeSpan max)
    {
        string number = text.Trim();
        double factor = TimeUnits.First(u => u.Suffix == unit).Milliseconds;
        foreach ((string suffix, double milliseconds) in TimeUnits)
        {
            if (!number.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                continue;
            number = number[..^suffix.Length].TrimEnd();
            factor = milliseconds;
            break;
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!double.TryParse(number, Style, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
        {
            throw new FormatException(
                $"must be a time such as 5ms, 0.5s or 2min (a number alone counts in {unit}); got '{text}'"
            );
        }

        // Compared as a double, because a TimeSpan cannot hold every double.
        double total = value * factor;
        if (total < min.TotalMilliseconds || total > max.TotalMilliseconds)
            throw OutOfRange(Range(min, max), text);
        return TimeSpan.FromTicks((long)Math.Round(total * TimeSpan.TicksPerMillisecond));
    }

    /// <summary>A size such as <c>1MiB</c>, <c>64KiB</c> or a number of bytes.</summary>
    public static long Size(string text, long min, long max)
    {
        string number = text.Trim();
        long factor = 1;
        foreach ((string suffix, long bytes) in SizeUnits)
        {
            if (!number.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                continue;
            number = number[..^suffix.Length].TrimEnd();
            factor = bytes;
            break;
        }

        if (!long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
            throw new FormatException($"must be a size such as 1MiB, 64KiB or a number of bytes; got '{text}'");
        Int128 total = (Int128)value * factor;
        return total >= min && total <= max ? (long)total : throw OutOfRange($"{Show(min)} and {Show(max)}", text);
    }

    /// <summary>On or off.</summary>
    public static bool Switch(string text) =>
        text.Trim().ToUpperInvariant() switch
        {
            "TRUE" or "1" or "YES" or "ON" => true,
            "FALSE" or "0" or "NO" or "OFF" or "" => false,
            _ => throw new FormatException($"must be true or false; got '{text}'"),
        };

    /// <summary>Splits a list at its commas.</summary>
    public static string[] List(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>
    /// A comma-separated list of addresses: IPv4, IPv6 with or without brackets, <c>localhost</c> for both loopback
    /// addresses, <c>*</c> for all.
    /// </summary>
    public static IPAddress[] Addresses(string text)
    {
        var addresses = new List<IPAddress>();
        foreach (string item in List(text))
        {
            if (item is "*")
            {
                addresses.AddRange([IPAddress.Any, IPAddress.IPv6Any]);
            }
            else if (item.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            {
                addresses.AddRange([IPAddress.Loopback, IPAddress.IPv6Loopback]);
            }
            else if (
                IPAddress.TryParse(item, out IPAddress? address)
                && (item.Contains(':') || item.Count(c => c == '.') == 3)
            )
            {
                addresses.Add(address);
            }
            else
            {
                throw new FormatException(
                    $"must be IP addresses such as 127.0.0.1 or ::1, localhost, or * for all; got '{item}'"
                );
            }
        }

        return [.. addresses.Distinct()];
    }

    /// <summary>A valid path that is not empty, made absolute.</summary>
    public static string Path(string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Contains('\0'))
            throw new FormatException($"must be a path; got '{text}'");
        return System.IO.Path.GetFullPath(text);
    }

    /// <summary>Formats a time for people: <c>5 ms</c>, <c>10 s</c>, <c>5 min</c>.</summary>
    public static string Show(TimeSpan time) => $"{Scale(time).Value} {Scale(time).Unit}";

    public static string Show(long bytes) =>
        bytes switch
        {
            >= 1L << 30 when bytes % (1L << 30) == 0 => $"{bytes >> 30} GiB",
            >= 1L << 20 when bytes % (1L << 20) == 0 => $"{bytes >> 20} MiB",
            >= 1L << 10 when bytes % (1L << 10) == 0 => $"{bytes >> 10} KiB",
            _ => $"{bytes} bytes",
        };

    private static string Range(TimeSpan min, TimeSpan max) =>
        min == TimeSpan.Zero || Scale(min).Unit == Scale(max).Unit
            ? $"{(min == TimeSpan.Zero ? 0 : Scale(min).Value)} and {Show(max)}"
            : $"{Show(min)} and {Show(max)}";

    private static (double Value, string Unit) Scale(TimeSpan time) =>
        time.TotalMilliseconds switch
        {
            >= 3_600_000 when time.Ticks % TimeSpan.TicksPerHour == 0 => (time.TotalHours, "h"),
            >= 60_000 when time.Ticks % TimeSpan.TicksPerMinute == 0 => (time.TotalMinutes, "min"),
            >= 1_000 => (time.TotalSeconds, "s"),
            _ => (time.TotalMilliseconds, "ms"),
        };

    private static FormatException OutOfRange(string range, string text) =>
        new($"must be between {range}; got {text.Trim()}");
}
