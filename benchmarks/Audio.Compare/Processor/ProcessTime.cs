using System.Diagnostics;

namespace Audio.Compare.Processor;

/// <summary>CPU time of running processes: all threads, user and system.</summary>
internal static class ProcessTime
{
    /// <summary>What each of them uses while idle.</summary>
    public static async Task<TimeSpan[]> WhileAsync(
        TimeSpan duration,
        IReadOnlyList<int> processes,
        CancellationToken cancellationToken
    )
    {
        TimeSpan[] before = [.. processes.Select(Of)];
        await Task.Delay(duration, TimeProvider.System, cancellationToken);
        return [.. processes.Select((id, i) => Of(id) - before[i])];
    }

    private static TimeSpan Of(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.TotalProcessorTime;
    }
}
