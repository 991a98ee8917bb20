using Audio.Core.Mixing;
using Audio.Protocol;
using NAudio.Wave;

namespace Audio.NAudio.Tests;

/// <summary>A source that gives what it was given, and starves in between until it is completed.</summary>
internal sealed class QueueSource(int channels, params float[] samples) : ISampleSource, IDrainable
{
    private readonly Queue<float> _samples = new(samples);

    public AudioFormat Format { get; init; } = AudioFormat.Float32(48_000, channels);

    public bool Completed { get; set; }

    public bool IsDrained => Completed && _samples.Count == 0;

    public int Reads { get; private set; }

    public void Enqueue(params float[] more) => Array.ForEach(more, _samples.Enqueue);

    public int Read(Span<float> buffer)
    {
        Reads++;
        int count = Math.Min(buffer.Length, _samples.Count);
        for (int i = 0; i < count; i++)
            buffer[i] = _samples.Dequeue();
        return count;
    }
}

/// <summary>So many samples of one value; a short read is the end.</summary>
internal sealed class ConstantSource(int channels, float value, int samples = int.MaxValue) : ISampleSource
{
    private int _left = samples;

    public AudioFormat Format { get; } = AudioFormat.Float32(48_000, channels);

    public int Read(Span<float> buffer)
    {
        int count = Math.Min(buffer.Length, _left);
        buffer[..count].Fill(value);
        _left -= count;
        return count;
    }
}

/// <summary>A source whose code does what the test wants.</summary>
internal sealed class ScriptedSource(Func<int, int> read) : ISampleSource
{
    public AudioFormat Format { get; } = AudioFormat.Float32(48_000, 2);

    public int Read(Span<float> buffer) => read(buffer.Length);
}

/// <summary>A provider of NAudio that gives 1, 2, 3, … in reads of the lengths that the test wants; then nothing.</summary>
internal sealed class CountingProvider(WaveFormat format, params int[] lengths) : ISampleProvider
{
    private int _read;
    private int _sample;

    public WaveFormat WaveFormat => format;

    public int Read(Span<float> buffer)
    {
        if (_read == lengths.Length)
            return 0;
        int count = Math.Min(lengths[_read++], buffer.Length);
        foreach (ref float sample in buffer[..count])
            sample = ++_sample;
        return count;
    }
}

/// <summary>A provider of NAudio of so many samples of one value, that calls back at every read.</summary>
internal sealed class ConstantProvider(float value, int samples = int.MaxValue, Action? reading = null) : ISampleProvider
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
