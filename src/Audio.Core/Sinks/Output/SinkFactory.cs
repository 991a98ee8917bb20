using Audio.Core.Sinks.PortAudio;
using Audio.Core.Sinks.Pulse;
using Audio.Core.Sinks.Wav;

namespace Audio.Core.Sinks;

/// <summary>Makes the sinks that the options name.</summary>
internal sealed class SinkFactory(SinkOptions options, TimeProvider time) : ISinkFactory
{
    public IAudioSink Create(SinkSelection selection, bool again) => selection.Kind switch
    {
        SinkKind.Pulse => new PulseSink(options),
        SinkKind.PortAudio => new PortAudioSink(options),
        SinkKind.Null => new NullSink(options, time),
        SinkKind.Wav => new WavSink(selection.Path, options, time, append: again),
        _ => throw new ArgumentOutOfRangeException(nameof(selection), selection, "Auto is a choice among sinks, not a sink."),
    };
}
