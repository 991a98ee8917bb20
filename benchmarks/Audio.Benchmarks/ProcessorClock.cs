using Perfolizer.Horology;

namespace Audio.Benchmarks;

/// <summary>
/// Measures the CPU time of all threads of this process, so that other programs on the machine do not count.
/// </summary>
internal sealed class ProcessorClock : IClock
{
    public string Title => "Processor time";

    public bool IsAvailable => true;

    public Frequency Frequency { get; } = new(TimeSpan.TicksPerSecond);

    public long GetTimestamp() => Environment.CpuUsage.TotalTime.Ticks;
}
