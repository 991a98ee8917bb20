using Microsoft.Extensions.Logging;
using NAudio.Wave;

namespace Audio.Core.Sinks.Output;

/// <summary>
/// The engine's output: a <see cref="DeviceKeeper"/> keeps a device open, and a <see cref="MixTimeline"/> counts frames
/// across all sinks.
/// </summary>
internal sealed class AudioOutput : IAudioOutput
{
    // Immutable.
    private readonly MixTimeline _timeline = new();
    private readonly DeviceKeeper _keeper;

    /// <summary>Creates an output; it opens nothing before <see cref="Start"/>.</summary>
    /// <param name="options">The sink and its parameters.</param>
    /// <param name="policy">What happens while the device is gone.</param>
    /// <param name="mixer">The mix.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it logs.</param>
    /// <param name="factory">Creates the sinks; for tests.</param>
    /// <param name="own">Creates an embedder's sink, instead of the one that the options name.</param>
    /// <exception cref="SinkException">The options name a sink that does not exist.</exception>
    public AudioOutput(
        SinkOptions options,
        DeviceLossPolicy policy,
        ISampleProvider mixer,
        TimeProvider time,
        ILogger logger,
        ISinkFactory? factory = null,
        Func<SinkOptions, IAudioSink>? own = null
    )
    {
        SinkSelection asked = own is null ? SinkSelection.Parse(options.Sink) : new SinkSelection(SinkKind.Own);
        _keeper = new DeviceKeeper(
            asked,
            policy,
            factory ?? new SinkFactory(options, time, own),
            mixer,
            _timeline,
            time,
            logger
        );
    }

    /// <inheritdoc/>
    public OutputStatus Status => _keeper.Status;

    /// <inheritdoc cref="DeviceKeeper.Changes"/>
    public IObservable<OutputStatus> Changes => _keeper.Changes;

    /// <inheritdoc/>
    public long FramesPlayed => _timeline.FramesPlayed;

    /// <inheritdoc cref="DeviceKeeper.Start"/>
    public void Start() => _keeper.Start();

    /// <inheritdoc/>
    public void Wake() => _timeline.Wake();

    /// <inheritdoc/>
    public void Reconsider() => _keeper.Reconsider();

    /// <inheritdoc cref="MixTimeline.UntilHeard"/>
    public TimeSpan? UntilHeard(long frame, int sampleRate) => _timeline.UntilHeard(frame, sampleRate);

    /// <inheritdoc/>
    public long FramesLostBetween(long from, long to) => _timeline.FramesLostBetween(from, to);

    /// <summary>Closes the sink in any state. Any thread, at any time, more than once.</summary>
    public async ValueTask DisposeAsync() => await Task.Run(_keeper.Dispose).ConfigureAwait(false);
}
