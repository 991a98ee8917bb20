using Audio.Core.Sinks.Clocked;
using Audio.Protocol;

namespace Audio.Core.Sinks.Wav;

/// <summary>
/// Writes the mix to a WAV file. The file holds exactly what was rendered, back to back: while nothing sounds nothing is
/// written. Its header is right whenever the sink sleeps, and at most one second behind while it plays.
/// </summary>
internal sealed class WavSink : ClockedSink
{
    private readonly string _path;
    private readonly Func<Stream> _open;
    private readonly AudioFormat _fileFormat;
    private WavFile? _file;

    /// <summary>Nothing is opened before Start.</summary>
    /// <param name="path">Where; an existing file is replaced.</param>
    /// <param name="options">Rate, period, latency, encoding and pace.</param>
    /// <param name="time">The clock.</param>
    /// <param name="append">Goes on behind what the file holds: this process wrote it before a fault.</param>
    public WavSink(string path, SinkOptions options, TimeProvider time, bool append = false)
        : this(path, () => OpenFile(path, append), options, time)
    {
    }

    internal WavSink(string path, Func<Stream> open, SinkOptions options, TimeProvider time)
        : base($"wav: {path}", options, time, options.WavRealTime)
    {
        if (options.WavEncoding is not (SampleEncoding.PcmS16Le or SampleEncoding.Float32Le))
            throw new SinkException(SinkErrorKind.Configuration, $"A WAV file is not written as {options.WavEncoding}: choose {nameof(SampleEncoding.PcmS16Le)} or {nameof(SampleEncoding.Float32Le)}.");
        _path = path;
        _open = open;
        _fileFormat = new AudioFormat(options.WavEncoding, options.SampleRate, SinkOptions.Channels);
    }

    protected override void Open()
    {
        Stream? stream = null;
        try
        {
            stream = _open();
            _file = new WavFile(stream, _fileFormat);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            stream?.Dispose();
            throw new SinkException(SinkErrorKind.Configuration, $"{_path} cannot be written ({error.Message}): name a file in a folder that exists and can be written, as in wav:/tmp/mix.wav.", error);
        }
    }

    protected override void Write(ReadOnlySpan<float> period)
    {
        try
        {
            _file!.Append(period);
        }
        catch (IOException error)
        {
            throw Lost(error);
        }
    }

    protected override void Idle()
    {
        try
        {
            _file!.WriteHeader();
        }
        catch (IOException error)
        {
            throw Lost(error);
        }
    }

    protected override void Close()
    {
        if (_file is null)
            return;
        try
        {
            _file.WriteHeader();
        }
        catch (IOException)
        {
            // The header stays up to a second behind the samples; what it tells of is there.
        }

        _file.Dispose();
    }

    private static FileStream OpenFile(string path, bool append) =>
        new(path, append ? FileMode.OpenOrCreate : FileMode.Create, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);

    private SinkException Lost(IOException error) =>
        new(SinkErrorKind.DeviceLost, $"{_path} cannot be written any more ({error.Message}): make room; the file goes on where it stopped.", error);
}
