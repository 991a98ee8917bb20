using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Audio.Cli.State;

/// <summary>
/// Identifies a process by its id and start time, so that a reused id is not mistaken for it. A zombie (ended, but not
/// waited for) counts as ended.
/// </summary>
/// <param name="Id">The process id.</param>
/// <param name="Started">
/// The start time in a system-specific form: on Linux the boot id and the clock ticks since boot (proc(5), field 22),
/// elsewhere to the second.
/// </param>
internal sealed record ProcessMark(int Id, string Started)
{
    /// <summary>Whether exactly this process is still running.</summary>
    [JsonIgnore]
    public bool IsRunning => Of(Id) == this;

    /// <summary>This process.</summary>
    public static ProcessMark Current() =>
        Of(Environment.ProcessId)
        ?? throw new InvalidOperationException("The system does not say when this process started.");

    /// <summary>The process with an id, or <see langword="null"/> if none is running.</summary>
    public static ProcessMark? Of(int id)
    {
        if (id <= 0)
            return null;
        string? started = OperatingSystem.IsLinux() ? StartedOnLinux(id) : StartedElsewhere(id);
        return started is null ? null : new ProcessMark(id, started);
    }

    private static string? StartedOnLinux(int id)
    {
        try
        {
            // The second field is the name in parentheses, which may itself contain spaces and parentheses.
            string stat = File.ReadAllText($"/proc/{id}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            bool ended = fields[0] is "Z" or "X";
            return ended ? null : $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}:{fields[19]}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? StartedElsewhere(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.HasExited ? null : process.StartTime.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
