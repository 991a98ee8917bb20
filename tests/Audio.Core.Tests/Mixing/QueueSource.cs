using Audio.Core.Mixing;
using Audio.Protocol;

namespace Audio.Core.Tests.Mixing;

/// <summary>A source that gives what it was given, and may starve in between.</summary>
internal class QueueSource(int channels, params float[] samples) : ISampleSource
{
    private readonly Queue<float> _samples = new(samples);

    public AudioFormat Format => AudioFormat.Float32(48_000, channels);

    public int Held => _samples.Count;

    public int Reads { get; private set; }

    public void Enqueue(params float[] more)
    {
        foreach (float sample in more) _samples.Enqueue(sample);
    }

    public int Read(Span<float> buffer)
    {
        Reads++;
        int count = Math.Min(buffer.Length, _samples.Count);
        for (int i = 0; i < count; i++) buffer[i] = _samples.Dequeue();
        return count;
    }
}

/// <summary>The same, but it starves where the plain one ends.</summary>
internal sealed class StarvingSource(int channels, params float[] samples) : QueueSource(channels, samples), IDrainable
{
    public bool Completed { get; set; }

    public bool IsDrained => Completed && Held == 0;
}

/// <summary>One value without end.</summary>
internal sealed class ConstantSource(int channels, float value) : ISampleSource
{
    public AudioFormat Format => AudioFormat.Float32(48_000, channels);

    public long FramesRead { get; private set; }

    public int Read(Span<float> buffer)
    {
        buffer.Fill(value);
        FramesRead += buffer.Length / channels;
        return buffer.Length;
    }
}

/// <summary>A source whose code is at fault.</summary>
internal sealed class FaultySource(Func<int, int> read, int channels = 2) : ISampleSource
{
    public AudioFormat Format => AudioFormat.Float32(48_000, channels);

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
