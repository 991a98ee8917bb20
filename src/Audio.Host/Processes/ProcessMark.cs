using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Audio.Host.Processes;

/// <summary>
/// A process, told apart from a later one with the same id by the moment it started. A process that has ended but that
/// nobody has waited for (a zombie) does not run.
/// </summary>
/// <param name="Id">The process id.</param>
/// <param name="Started">
/// When it started, in the system's own terms: on Linux boot id and clock ticks since then (proc(5), field 22),
/// elsewhere the second.
/// </param>
internal sealed record ProcessMark(int Id, string Started)
{
    /// <summary>Whether this very process still runs.</summary>
    [JsonIgnore]
    public bool IsRunning => Of(Id) == this;

    /// <summary>This process.</summary>
    public static ProcessMark Current() =>
        Of(Environment.ProcessId)
        ?? throw new InvalidOperationException("The system does not say when this process started.");

    /// <summary>The process with an id, or <see langword="null"/> where none runs.</summary>
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
            // The second field is the name in parentheses, which may itself hold spaces and parentheses.
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
