using System.Globalization;

namespace Audio.Cli.Doctor;

/// <summary>
/// Checks whether the playback thread may raise its priority, so that a busy machine does not make it late (Linux).
/// </summary>
internal static class UrgencyCheck
{
    private const string Subject = "priority";

    /// <summary>The result; <see langword="null"/> if the system does not report its limits.</summary>
    public static Finding? Look(string limitsFile = "/proc/self/limits")
    {
        if (!File.Exists(limitsFile))
            return null;
        string[] lines = File.ReadAllLines(limitsFile);
        if (Environment.IsPrivilegedProcess || Limit(lines, "Max realtime priority") > 0)
            return new Finding(Verdict.Good, Subject, "the playback thread may use real-time priority.");
        return Limit(lines, "Max nice priority") > 20
            ? new Finding(
                Verdict.Good,
                Subject,
                "the playback thread may run at a higher priority than other programs."
            )
            : new Finding(
                Verdict.Note,
                Subject,
                "the playback thread may not raise its priority; under load, --latency 20ms or more is safer. "
                    + "To allow it, set 'rtprio 5' for your user in /etc/security/limits.d."
            );
    }

    private static int Limit(string[] lines, string name)
    {
        string? line = Array.Find(lines, l => l.StartsWith(name, StringComparison.Ordinal));
        string? soft = line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return soft == "unlimited" ? int.MaxValue
            : int.TryParse(soft, CultureInfo.InvariantCulture, out int value) ? value
            : 0;
    }
}
