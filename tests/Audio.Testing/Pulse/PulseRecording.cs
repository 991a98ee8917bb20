using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Audio.Testing.Pulse;

/// <summary>
/// A running recording of a sink's monitor: interleaved stereo float32. Also records when each block arrived, for
/// measuring latencies.
/// </summary>
public sealed class PulseRecording : IAsyncDisposable
{
    private const int MaxSamples = PulseServer.SampleRate * 2 * 900;

    /* immutable */
    private readonly Process _process;
    private readonly Task _reading;
    private readonly TaskCompletionSource _flowing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /* under the lock */
    private readonly Lock _lock = new();
    private readonly List<byte> _bytes = [];
    private readonly List<(long SoundingFrames, long Timestamp)> _arrivals = [];
    private int _counted;
    private long _soundingFrames;
    private long _silentFramesAtEnd;
    private Func<bool>? _awaited;
    private TaskCompletionSource? _met;

    internal PulseRecording(Process process)
    {
        _process = process;
        _reading = Task.Factory.StartNew(
            Read,
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }

    /// <summary>
    /// Completes when the first samples (usually silence) have arrived: from then on nothing is missed.
    /// </summary>
    internal Task Flowing => _flowing.Task;

    /// <summary>Everything recorded so far, interleaved.</summary>
    public float[] Samples
    {
        get
        {
            lock (_lock)
                return Floats().ToArray();
        }
    }

    /// <summary>The number of frames recorded so far that are not silent.</summary>
    public long SoundingFrames
    {
        get
        {
            lock (_lock)
                return _soundingFrames;
        }
    }

    /// <summary>
    /// When (TimeProvider.System timestamp) the block arrived with which the number of sounding frames exceeded this.
    /// </summary>
    public long FirstArrivalAfter(long soundingFrames)
    {
        lock (_lock)
            return _arrivals.First(arrival => arrival.SoundingFrames > soundingFrames).Timestamp;
    }

    /// <summary>Waits until this many frames that are not silent have been recorded.</summary>
    public Task WaitForSoundAsync(long frames, TimeSpan limit) => WaitForAsync(() => _soundingFrames >= frames, limit);

    /// <summary>
    /// Waits until the last <paramref name="silence"/> recorded are silent and something sounded before.
    /// </summary>
    public Task WaitForSilenceAsync(TimeSpan silence, TimeSpan limit)
    {
        long frames = (long)(silence.TotalSeconds * PulseServer.SampleRate);
        return WaitForAsync(() => _soundingFrames > 0 && _silentFramesAtEnd >= frames, limit);
    }

    /// <summary>Ends the recording and returns everything, interleaved.</summary>
    public async Task<float[]> StopAsync()
    {
        await DisposeAsync();
        return Samples;
    }

    public async ValueTask DisposeAsync()
    {
        if (_reading.IsCompleted)
            return;
        _process.Kill();
        await _reading;
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task WaitForAsync(Func<bool> condition, TimeSpan limit)
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (condition())
                return;
            (_awaited, _met) = (condition, met);
        }

        await met.Task.WaitAsync(limit, TimeProvider.System);
    }

    private void Read()
    {
        byte[] buffer = new byte[1 << 16];
        Stream output = _process.StandardOutput.BaseStream;
        int read;
        while ((read = output.Read(buffer)) > 0)
        {
            long now = TimeProvider.System.GetTimestamp();
            lock (_lock)
            {
                if (_bytes.Count / sizeof(float) > MaxSamples)
                    break;
                _bytes.AddRange(buffer.AsSpan(0, read));
                Count();
                _arrivals.Add((_soundingFrames, now));
                if (_awaited?.Invoke() == true)
                {
                    _met!.SetResult();
                    (_awaited, _met) = (null, null);
                }
            }

            _flowing.TrySetResult();
        }

        var ended = new InvalidOperationException("parec ended: the server has gone, or the recording was stopped.");
        _flowing.TrySetException(ended);
        lock (_lock)
            _met?.TrySetException(ended);
    }

    private void Count()
    {
        ReadOnlySpan<float> samples = Floats();
        for (; _counted < samples.Length; _counted += 2)
        {
            if (samples[_counted] != 0 || samples[_counted + 1] != 0)
            {
                _soundingFrames++;
                _silentFramesAtEnd = 0;
            }
            else
            {
                _silentFramesAtEnd++;
            }
        }
    }

    private ReadOnlySpan<float> Floats()
    {
        Debug.Assert(BitConverter.IsLittleEndian);
        Span<byte> bytes = CollectionsMarshal.AsSpan(_bytes);
        return MemoryMarshal.Cast<byte, float>(bytes[..(bytes.Length & ~7)]);
    }
}
