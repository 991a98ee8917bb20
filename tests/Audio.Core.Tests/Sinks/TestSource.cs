using NAudio.Wave;

namespace Audio.Core.Tests.Sinks;

/// <summary>
/// What a sink plays in these tests: stereo sound in which every frame is another, and never silent. Sounds as long as
/// frames are left; the last period is filled up with zeros.
/// </summary>
internal sealed class TestSource(long frames = 0) : ISampleProvider
{
    private long _frames = frames;
    private long _position;
    private int _rendering;

    /// <summary>Called at every render, before it; for tests that look at the sink from inside.</summary>
    public Action? Rendering { get; init; }

    /// <summary>Renders that were asked for, with or without sound.</summary>
    public int Asked { get; private set; }

    /// <summary>Renders that sounded.</summary>
    public int Rendered { get; private set; }

    /// <summary>Whether two renders were ever under way at once.</summary>
    public bool Overlapped { get; private set; }

    /// <summary>Lets so many more frames sound; the sink has to be woken.</summary>
    public void Add(long frames) => Interlocked.Add(ref _frames, frames);

    public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(48_000, 2);

    public int Read(Span<float> buffer)
    {
        Overlapped |= Interlocked.Exchange(ref _rendering, 1) == 1;
        Asked++;
        Rendering?.Invoke();
        long left = Volatile.Read(ref _frames) - _position;
        if (left > 0)
        {
            Rendered++;
            for (int frame = 0; frame < buffer.Length / 2; frame++, _position++)
            {
                buffer[2 * frame] = frame < left ? Left(_position) : 0;
                buffer[2 * frame + 1] = frame < left ? Right(_position) : 0;
            }

            _position = Math.Min(_position, Volatile.Read(ref _frames));
        }

        Volatile.Write(ref _rendering, 0);
        return left > 0 ? buffer.Length : 0;
    }

    /// <summary>The sound itself: the 16-bit values 1 to 32,767 in turn, as the decoder widens them.</summary>
    public static float Left(long frame) => (1 + frame % 32_767) / 32_768f;

    /// <inheritdoc cref="Left"/>
    public static float Right(long frame) => -(1 + (frame * 7 + 3) % 32_768) / 32_768f;

    /// <summary>The first so many frames, interleaved.</summary>
    public static float[] Expected(long frames)
    {
        float[] samples = new float[2 * frames];
        for (int frame = 0; frame < frames; frame++)
            (samples[2 * frame], samples[2 * frame + 1]) = (Left(frame), Right(frame));
        return samples;
    }
}
