namespace Audio.Testing.Pulse;

/// <summary>Whether the programs that the PulseAudio tests run are installed.</summary>
public static class PulseTools
{
    private static readonly string[] Names = ["pulseaudio", "parec", "pactl"];

    /// <summary>Null where all are there; else which is missing and how to get it.</summary>
    public static string? Missing { get; } = FindMissing();

    /// <summary>
    /// Skips the running test where a program is missing; with CI=true that is a failure instead.
    /// xunit takes any exception whose message starts with this token for a skip (xunit.v3 DynamicSkipToken).
    /// </summary>
    public static void Require()
    {
        if (Missing is null)
            return;
        var inCi = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        throw new InvalidOperationException(inCi ? Missing : "$XunitDynamicSkip$" + Missing);
    }

    private static string? FindMissing()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var missing = Names.Where(name => !folders.Any(folder => File.Exists(Path.Combine(folder, name)))).ToArray();
        return missing.Length == 0
            ? null
            : $"{string.Join(", ", missing)} not found: install it (Debian: apt-get install pulseaudio pulseaudio-utils libpulse0)";
    }
}
