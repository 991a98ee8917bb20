using System.Globalization;

namespace Audio.Cli.Doctor;

/// <summary>
/// Whether the thread that plays may be urgent, so that a busy machine does not make it late (Linux).
/// </summary>
internal static class UrgencyExam
{
    private const string Subject = "priority";

    /// <summary><see langword="null"/> where the system does not say.</summary>
    public static Finding? Look(string limitsFile = "/proc/self/limits")
    {
        if (!File.Exists(limitsFile))
            return null;
        string[] lines = File.ReadAllLines(limitsFile);
        if (Environment.IsPrivilegedProcess || Limit(lines, "Max realtime priority") > 0)
            return new Finding(Verdict.Good, Subject, "the thread that plays may run in real time.");
        return Limit(lines, "Max nice priority") > 20
            ? new Finding(Verdict.Good, Subject, "the thread that plays may be put before other programs.")
            : new Finding(
                Verdict.Note,
                Subject,
                "the thread that plays gets no priority; under load --latency 20ms or more is safer. Allow it with 'rtprio 5' for your user in /etc/security/limits.d."
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
