using System.Buffers.Binary;
using System.Diagnostics;

namespace Audio.Compare.Recording;

/// <summary>
/// Records a monitor through <c>parec</c> and says when sound begins. The time is taken when the first audible sample
/// reaches this process, so it includes the recorder's own delay, which is the same for all measurements.
/// </summary>
internal sealed class MonitorRecorder : IDisposable
{
    private const float Threshold = 0.01f;

    private readonly Process _parec;
    private readonly Thread _reader;
    private readonly Lock _lock = new();
    private TaskCompletionSource<long>? _firstSound;
    private long _lastSound;

    public MonitorRecorder(string device)
    {
        var start = new ProcessStartInfo(
            "parec",
            ["-d", device, "--format=float32le", "--rate=48000", "--channels=1", "--latency-msec=1", "--raw"]
        )
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        _parec = Process.Start(start) ?? throw new InvalidOperationException("parec did not start.");
        _reader = new Thread(Read) { IsBackground = true, Priority = ThreadPriority.Highest };
        _reader.Start();
    }

    /// <summary>A task that ends with the <see cref="Stopwatch"/> timestamp of the next sound.</summary>
    public Task<long> NextSound()
    {
        lock (_lock)
        {
            _firstSound = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _firstSound.Task;
        }
    }

    /// <summary>How long it has been silent.</summary>
    public TimeSpan Silence => Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastSound));

    public void Dispose()
    {
        _parec.Kill();
        _parec.Dispose();
    }

    private void Read()
    {
        byte[] buffer = new byte[4096];
        Stream stream = _parec.StandardOutput.BaseStream;
        int held = 0;
        while (true)
        {
            int read = stream.Read(buffer, held, buffer.Length - held);
            if (read == 0)
                return;
            held += read;
            int whole = held & ~3;
            if (IsAudible(buffer.AsSpan(0, whole)))
            {
                long now = Stopwatch.GetTimestamp();
                Interlocked.Exchange(ref _lastSound, now);
                lock (_lock)
                    _firstSound?.TrySetResult(now);
            }
            buffer.AsSpan(whole, held - whole).CopyTo(buffer);
            held -= whole;
        }
    }

    private static bool IsAudible(ReadOnlySpan<byte> samples)
    {
        for (int i = 0; i < samples.Length; i += 4)
        {
            if (MathF.Abs(BinaryPrimitives.ReadSingleLittleEndian(samples[i..])) > Threshold)
                return true;
        }
        return false;
    }
}
