using Audio.Core.Sinks.Clocked;
using Audio.Protocol;

namespace Audio.Core.Sinks.Wav;

/// <summary>
/// Writes the mix to a WAV file. The file contains exactly what was rendered, back to back: nothing is written while
/// nothing plays. Its header is correct whenever the sink sleeps, and at most one second behind while it plays.
/// </summary>
internal sealed class WavSink : ClockedSink
{
    private readonly WavTarget _target;
    private readonly Func<WavFileHeader, Stream> _open;
    private readonly AudioFormat _fileFormat;
    private WavFile? _file;

    /// <summary>Creates a sink; it opens nothing before Start.</summary>
    /// <param name="target">The file, shared with the sinks that continue it after a fault.</param>
    /// <param name="options">Rate, period, latency, encoding and pace.</param>
    /// <param name="time">The clock.</param>
    public WavSink(WavTarget target, SinkOptions options, TimeProvider time)
        : this(target, target.Open, options, time) { }

    internal WavSink(string path, Func<Stream> open, SinkOptions options, TimeProvider time)
        : this(new WavTarget(path), _ => open(), options, time) { }

    private WavSink(WavTarget target, Func<WavFileHeader, Stream> open, SinkOptions options, TimeProvider time)
        : base("wav", options, time, options.WavRealTime)
    {
        if (options.WavEncoding is not (SampleEncoding.PcmS16Le or SampleEncoding.Float32Le))
        {
            throw new SinkException(
                SinkErrorKind.Configuration,
                $"A WAV file cannot be written as {options.WavEncoding}: choose "
                    + $"{nameof(SampleEncoding.PcmS16Le)} or {nameof(SampleEncoding.Float32Le)}."
            );
        }

        _target = target;
        _open = open;
        _fileFormat = new AudioFormat(options.WavEncoding, options.SampleRate, SinkOptions.Channels);
    }

    /// <summary>The file; known once it is open.</summary>
    public string Path => _target.Path;

    public override string Name => $"wav: {Path}";

    /// <summary>Why it does not write the configured file; <see langword="null"/> if it does.</summary>
    public string? Note => _target.Note;

    protected override void Open()
    {
        Stream? stream = null;
        try
        {
            stream = _open(new WavFileHeader(_fileFormat));
            _file = new WavFile(stream, _fileFormat);
        }
        catch (Exception error)
            when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            stream?.Dispose();
            throw new SinkException(
                SinkErrorKind.Configuration,
                $"{_target.Path} cannot be written ({error.Message}): name a file in a folder that exists and "
                    + "can be written, as in wav:/tmp/mix.wav.",
                error
            );
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
            // The header may stay up to a second behind; the samples it covers exist.
        }

        _file.Dispose();
    }

    private SinkException Lost(IOException error) =>
        new(
            SinkErrorKind.DeviceLost,
            $"{_target.Path} cannot be written any more ({error.Message}): make room; the file continues where "
                + "it stopped.",
            error
        );
}
