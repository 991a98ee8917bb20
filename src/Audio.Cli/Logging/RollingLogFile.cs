using System.Text;
using Audio.Host.State;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Formatting;

namespace Audio.Cli.Logging;

/// <summary>
/// A log of bounded size whose newest lines are always in the same file. When <c>x.log</c> is full it becomes
/// <c>x.1.log</c>, <c>x.1.log</c> becomes <c>x.2.log</c>, and the oldest is deleted. (Serilog's own file sink gives the
/// newest file a new name, which breaks <c>tail -F</c> and the documented path.) Any thread. A failed write is reported
/// to Serilog's self log and never to the caller.
/// </summary>
internal sealed class RollingLogFile : ILogEventSink, IDisposable
{
    // Immutable.
    private readonly ITextFormatter _formatter;
    private readonly long _maxBytes;
    private readonly int _filesKept;
    private readonly Lock _gate = new();
    private readonly FileStream _claim;

    // Under the lock.
    private readonly StringBuilder _text = new();
    private FileStream? _stream;
    private bool _closed;

    /// <summary>Opens the log for appending.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The size at which a new file is started. A single event may be longer.</param>
    /// <param name="filesKept">The number of files kept, including the current one; at least 1.</param>
    /// <param name="formatter">Formats an event.</param>
    /// <exception cref="IOException">The file cannot be written, or another daemon is writing it.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write the file.</exception>
    public RollingLogFile(string path, long maxBytes, int filesKept, ITextFormatter formatter)
    {
        Path = path;
        _maxBytes = maxBytes;
        _filesKept = filesKept;
        _formatter = formatter;
        // .NET's file locks on Unix cannot exclude a second writer and still admit readers; hence the lock file.
        _claim = PrivateFiles.Open(path + ".lock", FileMode.OpenOrCreate, FileShare.None);
        try
        {
            _stream = Open(FileMode.OpenOrCreate);
        }
        catch
        {
            _claim.Dispose();
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Called under the lock when a new file has been started, for others that write to the log.</summary>
    public Action<string>? Rolled { get; set; }

    public void Emit(LogEvent logEvent)
    {
        lock (_gate)
        {
            if (_closed)
                return;
            try
            {
                _text.Clear();
                using (var writer = new StringWriter(_text))
                    _formatter.Format(logEvent, writer);
                Write(Encoding.UTF8.GetBytes(_text.ToString()));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                SelfLog.WriteLine("The log {0} cannot be written: {1}", Path, e.Message);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _stream?.Dispose();
            _claim.Dispose();
        }
    }

    /// <summary>The path of an older file: 1 is the most recent.</summary>
    internal static string OlderPath(string path, int number) =>
        System.IO.Path.ChangeExtension(path, null) + $".{number}" + System.IO.Path.GetExtension(path);

    private FileStream Open(FileMode mode) => PrivateFiles.Open(Path, mode, FileShare.ReadWrite | FileShare.Delete);

    private void Write(byte[] bytes)
    {
        // Standard error may be redirected to the same file (see Detachment), so ask the file for its end.
        _stream ??= Open(FileMode.OpenOrCreate);
        long length = _stream.Seek(0, SeekOrigin.End);
        if (length > 0 && length + bytes.Length > _maxBytes)
            _stream = Roll();
        _stream.Write(bytes);
    }

    /// <summary>
    /// Renames the current file and starts a new one. If that fails, for example because the disk is full, the next
    /// event tries again.
    /// </summary>
    private FileStream Roll()
    {
        _stream!.Dispose();
        _stream = null;
        for (int number = _filesKept - 1; number >= 1; number--)
        {
            string from = number == 1 ? Path : OlderPath(Path, number - 1);
            if (File.Exists(from))
                File.Move(from, OlderPath(Path, number), overwrite: true);
        }

        FileStream begun = Open(FileMode.Create);
        Rolled?.Invoke(Path);
        return begun;
    }
}
