using Audio.Core.Sinks.Clocked;
using Audio.Core.Sinks.Player;
using Audio.Core.Sinks.PortAudio;
using Audio.Core.Sinks.Pulse;
using Audio.Core.Sinks.Wav;
using Audio.Protocol;

namespace Audio.Core.Sinks.Output;

/// <summary>Creates the sinks that the options name, and the embedder's own.</summary>
internal sealed class SinkFactory(SinkOptions options, TimeProvider time, Func<SinkOptions, IAudioSink>? own = null)
    : ISinkFactory
{
    //  *one call at a time*
    private WavTarget? _wav;

    public IAudioSink Create(SinkSelection selection, bool again) =>
        selection.Kind switch
        {
            SinkKind.Pulse => new PulseSink(options),
            SinkKind.Wasapi => new WavePlayerSink(options, () => WasapiPlayers.Make(options), time: time)
            {
                GivenName = "wasapi",
            },
            SinkKind.PortAudio => new PortAudioSink(options),
            SinkKind.Null => new NullSink(options, time),
            SinkKind.Wav => new WavSink(
                _wav = again && _wav is not null ? _wav : new WavTarget(selection.Path),
                options,
                time
            ),
            SinkKind.Own when own is not null => CreateOwn(own),
            _ => throw new ArgumentOutOfRangeException(
                nameof(selection),
                selection,
                "Auto is a choice among sinks, not a sink."
            ),
        };

    public IDisposable? WatchServer(Action appeared) =>
        SocketWatch.TryStart(PulseSockets.Of(options.PulseServer, Environment.GetEnvironmentVariable), appeared);

    private IAudioSink CreateOwn(Func<SinkOptions, IAudioSink> create)
    {
        IAudioSink sink;
        try
        {
            sink = create(options) ?? throw new InvalidOperationException("it returned null");
        }
        // it may be anybody's code: an exception counts as a sink that does not open
        catch (Exception error) when (error is not SinkException)
        {
            throw new SinkException(SinkErrorKind.Unavailable, $"CreateSink created no sink: {error.Message}", error);
        }

        var format = AudioFormat.Float32(options.SampleRate, SinkOptions.Channels);
        if (sink.Format == format)
            return sink;
        var refusal = new SinkException(
            SinkErrorKind.Configuration,
            $"{sink.Name} takes {sink.Format}, but the mixer gives {format}: set "
                + "Sink.SampleRate, or create the sink for the options that CreateSink is given."
        );
        sink.Dispose();
        throw refusal;
    }
}
