using Audio.Core.Mixing;
using NAudio.Wave;

namespace Audio.Core.Tests.Mixing;

/// <summary>A source that gives what it was given, and may starve in between.</summary>
internal class QueueSource(int channels, params float[] samples) : ISampleProvider
{
    private readonly Queue<float> _samples = new(samples);

    public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(48_000, channels);

    public int Held => _samples.Count;

    public int Reads { get; private set; }

    public virtual void Enqueue(params float[] more)
    {
        foreach (float sample in more)
            _samples.Enqueue(sample);
    }

    /// <summary>Called at the end of each read, with what it gives.</summary>
    public Action<int>? WasRead { get; set; }

    public int Read(Span<float> buffer)
    {
        Reads++;
        int count = Math.Min(buffer.Length, _samples.Count);
        for (int i = 0; i < count; i++)
            buffer[i] = _samples.Dequeue();
        WasRead?.Invoke(count);
        return count;
    }
}

/// <summary>The same, but it starves where the plain one ends.</summary>
internal sealed class StarvingSource(int channels, params float[] samples)
    : QueueSource(channels, samples),
        IStreamProvider
{
    private bool _completed;

    public bool Completed
    {
        get => _completed;
        set
        {
            _completed = value;
            Readable?.Invoke();
        }
    }

    public bool IsDrained => Completed && Held == 0;

    public bool EndedInSilence => false;

    public bool BeginsSound => false;

    public Action? Readable { private get; set; }

    public override void Enqueue(params float[] more)
    {
        base.Enqueue(more);
        Readable?.Invoke();
    }
}

/// <summary>One value without end.</summary>
internal sealed class ConstantSource(int channels, float value) : ISampleProvider
{
    public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(48_000, channels);

    public long FramesRead { get; private set; }

    public int Read(Span<float> buffer)
    {
        buffer.Fill(value);
        FramesRead += buffer.Length / channels;
        return buffer.Length;
    }
}

/// <summary>A source whose code is at fault.</summary>
internal sealed class FaultySource(Func<int, int> read, int channels = 2) : ISampleProvider
{
    public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(48_000, channels);

    public int Read(Span<float> buffer)
    {
        buffer.Fill(0.9f);
        return read(buffer.Length);
    }
}

/// <summary>Counts what the mixer says.</summary>
internal sealed class CountingObserver : IMixerObserver
{
    public int Changes { get; private set; }

    public void InputsChanged() => Changes++;
}

/// <summary>So many samples of one value, that calls back at every read.</summary>
internal sealed class ConstantProvider(float value, int samples = int.MaxValue, Action? reading = null)
    : ISampleProvider
{
    private int _left = samples;

    public WaveFormat WaveFormat { get; init; } = WaveFormat.CreateIeeeFloatWaveFormat(48_000, 2);

    public int Read(Span<float> buffer)
    {
        reading?.Invoke();
        int count = Math.Min(buffer.Length, _left);
        buffer[..count].Fill(value);
        _left -= count;
        return count;
    }
}
