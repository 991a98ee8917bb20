using System.Reactive.Linq;
using Audio.Core.Sinks;
using NAudio.Wave;

namespace Audio.Benchmarks.Rigs;

/// <summary>
/// An output driven by the benchmark: it renders a period on demand, and the period counts as heard at once. Allocates
/// nothing.
/// </summary>
internal sealed class HandMovedOutput(ISampleProvider source, int periodFrames) : IAudioOutput
{
    private readonly float[] _period = new float[SinkOptions.Channels * periodFrames];

    public OutputStatus Status { get; } =
        new()
        {
            State = OutputState.Open,
            Sink = "benchmark",
            Reason = "A benchmark moves it.",
            Since = DateTimeOffset.UnixEpoch,
            Reopens = 0,
            FramesLost = 0,
        };

    public IObservable<OutputStatus> Changes { get; } = Observable.Never<OutputStatus>();

    public long FramesPlayed { get; private set; }

    public void Start() { }

    public void Wake() { }

    public void Reconsider() { }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>One period passes.</summary>
    public void Play()
    {
        if (source.Render(_period))
            FramesPlayed += periodFrames;
    }
}
