using Audio.Core.Sinks.Pulse;
using Audio.Core.Sinks.Wav;

namespace Audio.Core.Sinks;

/// <summary>Makes the sinks that the options name.</summary>
internal sealed class SinkFactory(SinkOptions options, TimeProvider time) : ISinkFactory
{
    public IAudioSink Create(SinkSelection selection, bool again) => selection.Kind switch
    {
        SinkKind.Pulse => new PulseSink(options),
        SinkKind.Null => new NullSink(options, time),
        SinkKind.Wav => new WavSink(selection.Path, options, time, append: again),
        _ => throw new SinkException(SinkErrorKind.Unavailable, $"The sink {selection} is not part of this build."),
    };
}
