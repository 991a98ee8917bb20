using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipelines;

namespace Audio.Core.Codecs.Foreign;

/// <summary>
/// One FFmpeg process: takes the bytes of a stream and gives WAV, both without waiting. What it has not taken or given
/// yet is in two buffers of limited size.
/// </summary>
/// <remarks>
/// <see cref="Write"/>, <see cref="EndInput"/>, <see cref="TryRead"/>, <see cref="Advance"/> and <see cref="Dispose"/>
/// belong to the session. The process runs by itself on the pool, where no thread waits for it.
/// </remarks>
internal sealed class FfmpegProcess : IDisposable
{
    /// <summary>The most bytes that wait for the process.</summary>
    public const int MaxInput = 64 * 1024;

    /// <summary>
    /// The most bytes of its output that wait for the session: a second of 48 kHz stereo has 384,000.
    /// </summary>
    private const int MaxOutput = 256 * 1024;

    private const int PieceBytes = 16 * 1024;

    // Immutable.
    private readonly ProcessStartInfo _start;
    private readonly TimeProvider _time;
    private readonly Action _ended;
    private readonly Pipe _input = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly Pipe _output = new(
        new PipeOptions(pauseWriterThreshold: MaxOutput, useSynchronizationContext: false)
    );
    private readonly CancellationTokenSource _killed = new();

    // Any thread.
    private readonly FfmpegLog _log = new();
    private int _waiting; // bytes of input
    private long _lastMove; // timestamp
    private int _unread; // bytes of output
    private int _told;
    private volatile bool _isOver;
    private volatile Action? _moved;
    private volatile string? _failure;

    /// <param name="start">How to start it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ended">Called once, when the process is gone.</param>
    public FfmpegProcess(ProcessStartInfo start, TimeProvider time, Action ended)
    {
        _start = start;
        _time = time;
        _ended = ended;
        Moves();
        _ = Task.Run(RunAsync);
    }

    /// <summary>
    /// Called on any thread when it has taken or given bytes, or has ended; at most once until <see cref="TryRead"/> is
    /// called.
    /// </summary>
    public Action? Moved
    {
        set => _moved = value;
    }

    /// <summary>Why it failed, in its own words; <see langword="null"/>: it did not.</summary>
    public string? Failure => _failure;

    /// <summary>Frames that it could not decode.</summary>
    public int Damaged => _log.Damaged;

    /// <summary>Bytes that wait for it.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Bytes of its output that have not been read.</summary>
    public int Unread => Volatile.Read(ref _unread);

    /// <summary>Whether it is gone, and all it has given is in <see cref="TryRead"/>.</summary>
    public bool IsOver => _isOver;

    /// <summary>How long it has neither taken nor given anything.</summary>
    public TimeSpan Still => _time.GetElapsedTime(Volatile.Read(ref _lastMove));

    /// <summary>
    /// Its output, if there is any, or nothing more comes. Every success is followed by <see cref="Advance"/>.
    /// </summary>
    public bool TryRead(out ReadResult read)
    {
        Interlocked.Exchange(ref _told, 0); // before it is read, so that nothing that comes then is missed
        return _output.Reader.TryRead(out read);
    }

    /// <summary>Notes what was read, and that there is room for more.</summary>
    public void Advance(ReadResult read, SequencePosition consumed)
    {
        int bytes = (int)read.Buffer.Slice(0, consumed).Length;
        Interlocked.Add(ref _unread, -bytes);
        if (bytes > 0)
            Moves();
        _output.Reader.AdvanceTo(consumed);
    }

    /// <summary>Passes bytes on.</summary>
    /// <returns>How many: fewer than there are if too many wait.</returns>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        int taken = Math.Min(bytes.Length, MaxInput - Waiting);
        if (taken == 0)
            return 0;
        Interlocked.Add(ref _waiting, taken);
        _input.Writer.Write(bytes[..taken]);
        _ = _input.Writer.FlushAsync().AsTask(); // completes at once: its own limit is off
        return taken;
    }

    /// <summary>No more bytes come.</summary>
    public void EndInput()
    {
        Moves();
        _input.Writer.Complete();
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _killed.Cancel();
        _output.Reader.Complete();
    }

    private async Task RunAsync()
    {
        try
        {
            using var process = new Process { StartInfo = _start };
            process.Start();
            using CancellationTokenRegistration kill = _killed.Token.Register(() => Kill(process));
            Task input = PumpInputAsync(process.StandardInput.BaseStream);
            Task log = _log.ReadAsync(process.StandardError.BaseStream);
            await PumpOutputAsync(process.StandardOutput.BaseStream).ConfigureAwait(false);
            await process.WaitForExitAsync().ConfigureAwait(false);
            await log.ConfigureAwait(false);
            if (process.ExitCode != 0)
                _failure = _log.LastLine ?? $"ffmpeg ended with code {process.ExitCode}";
            _input.Reader.CancelPendingRead();
            await input.ConfigureAwait(false);
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            _failure = $"ffmpeg did not run: {e.Message}";
        }
        finally
        {
            _isOver = true;
            await _output.Writer.CompleteAsync().ConfigureAwait(false);
            _ended();
            Tell();
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    private async Task PumpInputAsync(Stream stream)
    {
        try
        {
            while (true)
            {
                ReadResult read = await _input.Reader.ReadAsync(_killed.Token).ConfigureAwait(false);
                foreach (ReadOnlyMemory<byte> piece in read.Buffer)
                {
                    await stream.WriteAsync(piece, _killed.Token).ConfigureAwait(false);
                    Interlocked.Add(ref _waiting, -piece.Length);
                    Tell();
                }

                _input.Reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || read.IsCanceled)
                    break;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It has ended, and so does its output, which says the rest.
        }
        finally
        {
            await CloseAsync(stream).ConfigureAwait(false);
        }
    }

    private static async Task CloseAsync(Stream stream)
    {
        try
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Nobody reads it any more.
        }
    }

    private async Task PumpOutputAsync(Stream stream)
    {
        try
        {
            while (true)
            {
                int length = await stream
                    .ReadAsync(_output.Writer.GetMemory(PieceBytes), _killed.Token)
                    .ConfigureAwait(false);
                if (length == 0)
                    break;
                _output.Writer.Advance(length);
                Interlocked.Add(ref _unread, length);
                ValueTask<FlushResult> flush = _output.Writer.FlushAsync(_killed.Token);
                Tell();
                await flush.ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody wants it any more.
        }
    }

    private void Moves() => Volatile.Write(ref _lastMove, _time.GetTimestamp());

    private void Tell()
    {
        Moves();
        if (Interlocked.Exchange(ref _told, 1) == 0)
            _moved?.Invoke();
    }
}
