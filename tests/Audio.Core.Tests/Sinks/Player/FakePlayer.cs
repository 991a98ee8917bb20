using System.Runtime.InteropServices;
using NAudio.Wave;

namespace Audio.Core.Tests.Sinks.Player;

/// <summary>A player that reads when the test says so, and stops as the test wants.</summary>
internal class FakePlayer : IWavePlayer
{
    private IWaveProvider? _provider;

    public event EventHandler<StoppedEventArgs>? PlaybackStopped;

    public float Volume { get; set; } = 1f;

    public PlaybackState PlaybackState { get; private set; }

    public WaveFormat OutputWaveFormat => _provider!.WaveFormat;

    public bool IsDisposed { get; private set; }

    public int Plays { get; private set; }

    /// <summary>What <see cref="Init"/> throws.</summary>
    public Exception? Refusal { get; init; }

    public void Init(IWaveProvider waveProvider)
    {
        if (Refusal is not null)
            throw Refusal;
        _provider = waveProvider;
    }

    public void Play()
    {
        Plays++;
        PlaybackState = PlaybackState.Playing;
    }

    public void Pause() => PlaybackState = PlaybackState.Paused;

    public void Stop() => PlaybackState = PlaybackState.Stopped;

    public void Dispose()
    {
        Stop();
        IsDisposed = true;
        PlaybackStopped?.Invoke(this, new StoppedEventArgs(null)); // as NAudio's do: nobody must take it for a loss
    }

    /// <summary>Reads so many stereo frames.</summary>
    public float[] Read(int frames)
    {
        float[] buffer = new float[2 * frames];
        Array.Fill(buffer, 9f);
        _provider!
            .Read(MemoryMarshal.AsBytes(buffer.AsSpan()))
            .Should()
            .Be(buffer.Length * sizeof(float), "a player takes a short read for the end");
        return buffer;
    }

    public int ReadInto(byte[] buffer) => _provider!.Read(buffer);

    public void Fail(Exception? error)
    {
        Stop();
        PlaybackStopped?.Invoke(this, new StoppedEventArgs(error));
    }
}

/// <summary>The same, and it knows its latency.</summary>
internal sealed class FakeLatencyPlayer : FakePlayer, IWaveLatency
{
    public TimeSpan AverageLatency => CurrentLatency;

    public TimeSpan CurrentLatency
    {
        get => IsGone ? throw new InvalidOperationException("device invalidated") : field;
        set;
    } = TimeSpan.FromMilliseconds(20);

    public bool IsGone { get; set; }
}
