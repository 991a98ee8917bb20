using Audio.Core.Engine;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Benchmarks.Rigs;

/// <summary>An engine whose every step runs in place, on the benchmark's thread: what a chunk sets off is done when the call returns. Its clock is the system's.</summary>
internal sealed class BenchmarkEngine
{
    public BenchmarkEngine(int periodFrames)
    {
        HandMovedOutput? output = null;
        Engine = new AudioEngine(
            new AudioEngineOptions(),
            TimeProvider.System,
            NullLoggerFactory.Instance,
            (_, mixer) => output = new HandMovedOutput(mixer, periodFrames),
            static item => item.Execute());
        Output = output!;
    }

    public AudioEngine Engine { get; }

    public HandMovedOutput Output { get; }
}
