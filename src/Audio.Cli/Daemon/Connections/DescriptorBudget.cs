using Audio.Cli.Processes;

namespace Audio.Cli.Daemon.Connections;

/// <summary>
/// How many of the process's descriptors may be connections. The rest belongs to the program's own files, the sound
/// device and the log, which must work however many connect. Any thread.
/// </summary>
/// <param name="limit">The descriptors that the process may have.</param>
/// <param name="countOpen">Counts those that are open, connections included; it may take some milliseconds.</param>
/// <param name="time">The clock.</param>
internal sealed class DescriptorBudget(int limit, Func<int> countOpen, TimeProvider time)
{
    /// <summary>Kept free by ordinary connections: for a device, a new log file, a library loaded late.</summary>
    public const int Reserve = 24;

    /// <summary>Kept free by every connection.</summary>
    public const int Floor = 10;

    /// <summary>The port on both loopback addresses, and the local socket.</summary>
    private const int Listeners = 3;

    private const int OfTheProgram = 256;
    private const int FewestPerListener = 8;

    /// <summary>How long a count of the program's own files holds.</summary>
    private static readonly TimeSpan CountHolds = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private int _connections;
    private int _kept;
    private int _others = OfTheProgram;
    private long? _countedAt;

    /// <summary>The budget of this process, whose limit is raised first.</summary>
    public static DescriptorBudget OfThisProcess(TimeProvider time) =>
        new(DescriptorLimit.Raise(), DescriptorLimit.CountOpen, time);

    /// <summary>The limit.</summary>
    public int Limit => limit;

    /// <summary>The connections in kept places.</summary>
    public int Kept => Volatile.Read(ref _kept);

    /// <summary>Counts a connection that takes (1) or leaves (-1) a kept place.</summary>
    public void CountKept(int change) => Interlocked.Add(ref _kept, change);

    /// <summary>A connection was accepted.</summary>
    public void Opened() => Interlocked.Increment(ref _connections);

    /// <summary>A connection was closed.</summary>
    public void Closed() => Interlocked.Decrement(ref _connections);

    /// <summary>The descriptors that are free; counted where they may be few, otherwise estimated.</summary>
    public int Free
    {
        get
        {
            lock (_lock)
            {
                int connections = Volatile.Read(ref _connections);
                if (limit - OfTheProgram - connections >= 4 * Reserve)
                    return limit - OfTheProgram - connections;
                if (_countedAt is not { } at || time.GetElapsedTime(at) >= CountHolds)
                    (_others, _countedAt) = (countOpen() - connections, time.GetTimestamp());
                return limit - _others - connections;
            }
        }
    }

    /// <summary>The connections that one listener may have.</summary>
    /// <param name="wanted">How many it could use.</param>
    public int PerListener(int wanted) =>
        Math.Clamp(
            (limit - OfTheProgram - Reserve) / Listeners,
            FewestPerListener,
            Math.Max(FewestPerListener, wanted)
        );
}
