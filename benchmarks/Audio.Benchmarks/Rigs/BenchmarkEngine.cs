using Audio.Core.Engine;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Benchmarks.Rigs;

/// <summary>
/// An engine that runs every step on the benchmark's thread: all work caused by a chunk is done when the call returns.
/// </summary>
internal sealed class BenchmarkEngine
{
    /// <param name="periodFrames">Frames per period.</param>
    /// <param name="time">Its clock; null: the system's.</param>
    public BenchmarkEngine(int periodFrames, TimeProvider? time = null)
    {
        HandMovedOutput? output = null;
        Engine = new AudioEngine(
            new AudioEngineOptions(),
            time ?? TimeProvider.System,
            NullLoggerFactory.Instance,
            (_, mixer) => output = new HandMovedOutput(mixer, periodFrames),
            static item => item.Execute()
        );
        Output = output!;
    }

    public AudioEngine Engine { get; }

    public HandMovedOutput Output { get; }
}
