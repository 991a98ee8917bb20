using Perfolizer.Horology;

namespace Audio.Benchmarks;

/// <summary>
/// Measures in processor time of this process, all threads: what other programs on the machine take in between does not
/// count.
/// </summary>
internal sealed class ProcessorClock : IClock
{
    public string Title => "Processor time";

    public bool IsAvailable => true;

    public Frequency Frequency { get; } = new(TimeSpan.TicksPerSecond);

    public long GetTimestamp() => Environment.CpuUsage.TotalTime.Ticks;
}
