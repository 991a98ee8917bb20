// A stand-in for NAudio.Core 3, not a part of it: signatures only, written from the documented surface. See NAudio.Contract.csproj.
namespace NAudio.Wave;

public enum PlaybackState
{
    Stopped,
    Playing,
    Paused,
}

public interface IWavePlayer : IDisposable
{
    event EventHandler<StoppedEventArgs> PlaybackStopped;

    float Volume { get; set; }

    PlaybackState PlaybackState { get; }

    WaveFormat OutputWaveFormat { get; }

    void Init(IWaveProvider waveProvider);

    void Play();

    void Pause();

    void Stop();
}

public interface IWaveLatency
{
    TimeSpan AverageLatency { get; }

    TimeSpan CurrentLatency { get; }
}

public class StoppedEventArgs(Exception? exception = null) : EventArgs
{
    public Exception? Exception { get; } = exception;
}
