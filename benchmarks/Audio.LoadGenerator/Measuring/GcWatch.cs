using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace Audio.LoadGenerator.Measuring;

/// <summary>
/// The daemon's garbage collections as reported by its runtime: the generation and the length of the pause. Listens
/// through EventPipe, as <c>dotnet-trace</c> does, to events of the collector only; the daemon allocates nothing for
/// it.
/// </summary>
internal sealed class GcWatch : IDisposable
{
    private readonly EventPipeSession _session;
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private readonly List<(DateTime At, int Generation)> _collections = [];
    private readonly List<(DateTime At, double Milliseconds)> _pauses = [];
    private double _suspended = double.NaN;

    private GcWatch(EventPipeSession session)
    {
        _session = session;
        _thread = new Thread(Listen) { IsBackground = true, Name = "collections" };
        _thread.Start();
    }

    /// <summary>Listens to a process.</summary>
    /// <returns><see langword="null"/> if it cannot be listened to.</returns>
    public static GcWatch? TryStart(int processId, TextWriter log)
    {
        try
        {
            var provider = new EventPipeProvider(
                "Microsoft-Windows-DotNETRuntime",
                EventLevel.Informational,
                (long)ClrTraceEventParser.Keywords.GC
            );
            return new GcWatch(
                new DiagnosticsClient(processId).StartEventPipeSession(
                    [provider],
                    requestRundown: false,
                    circularBufferMB: 1
                )
            );
        }
        catch (Exception e)
            when (e is ServerNotAvailableException or DiagnosticsClientException or IOException or TimeoutException)
        {
            log.WriteLine($"The daemon's collections cannot be listened to: {e.Message}");
            return null;
        }
    }

    /// <summary>What happened in a span of time (UTC).</summary>
    public GcCounts Between(DateTime from, DateTime to)
    {
        lock (_lock)
        {
            int[] generations = [0, 0, 0];
            foreach ((DateTime at, int generation) in _collections)
            {
                if (at >= from && at < to)
                    generations[generation]++;
            }
            double[] pauses =
            [
                .. _pauses.Where(pause => pause.At >= from && pause.At < to).Select(pause => pause.Milliseconds),
            ];
            return new GcCounts(
                generations[0],
                generations[1],
                generations[2],
                pauses.Sum(),
                pauses.DefaultIfEmpty().Max()
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _session.Stop();
        }
        catch (Exception e)
            when (e is ServerNotAvailableException or IOException or TimeoutException or EndOfStreamException)
        {
            // The daemon has ended.
        }
        _thread.Join(TimeSpan.FromSeconds(5));
        _session.Dispose();
    }

    private void Listen()
    {
        try
        {
            using var source = new EventPipeEventSource(_session.EventStream);
            source.Clr.GCStart += data =>
            {
                lock (_lock)
                    _collections.Add((data.TimeStamp.ToUniversalTime(), Math.Min(data.Depth, 2)));
            };
            source.Clr.GCSuspendEEStart += data => _suspended = data.TimeStampRelativeMSec;
            source.Clr.GCRestartEEStop += data =>
            {
                if (!double.IsNaN(_suspended))
                {
                    lock (_lock)
                        _pauses.Add((data.TimeStamp.ToUniversalTime(), data.TimeStampRelativeMSec - _suspended));
                }
                _suspended = double.NaN;
            };
            source.Process();
        }
        catch (Exception e) when (e is IOException or FormatException or ObjectDisposedException)
        {
            // The daemon has ended.
        }
    }
}

/// <summary>Collections in a span of time.</summary>
/// <param name="Gen0">Of the youngest generation alone.</param>
/// <param name="Gen1">Of two.</param>
/// <param name="Gen2">Of all.</param>
/// <param name="PauseMs">The total length of all pauses.</param>
/// <param name="LongestPauseMs">The longest pause.</param>
internal sealed record GcCounts(int Gen0, int Gen1, int Gen2, double PauseMs, double LongestPauseMs);
