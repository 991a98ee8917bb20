namespace Audio.Core.Dsp;

/// <summary>
/// The input frames that a resampler still needs, one plane per channel, so that one kernel serves mono and stereo.
/// <see cref="Start"/> is the window of the next output frame; if frames are skipped it can be beyond the input so far.
/// </summary>
internal sealed class ResamplerInput
{
    private const int Room = 2048; // frames beyond one window: the planes are compacted once per this many frames

    private readonly float[][] _planes;
    private readonly int _lead;
    private readonly int _capacity;

    /// <summary>Creates an input that begins with half a window of silence.</summary>
    /// <param name="channels">1 or 2.</param>
    /// <param name="taps">Frames in a window.</param>
    /// <param name="padding">Samples that may be read after the last one.</param>
    public ResamplerInput(int channels, int taps, int padding)
    {
        _lead = taps / 2 - 1;
        _capacity = taps + Math.Max(Room, taps / 2);
        _planes = new float[channels][];
        for (int c = 0; c < channels; c++)
            _planes[c] = new float[_capacity + padding];
        Clear();
    }

    /// <summary>Frames from the start of the planes to the next window.</summary>
    public int Start { get; private set; }

    /// <summary>Frames in the planes.</summary>
    public int Filled { get; private set; }

    /// <summary>Clears everything, and begins with half a window of silence again.</summary>
    public void Clear()
    {
        foreach (float[] plane in _planes)
            Array.Clear(plane);
        Start = 0;
        Filled = _lead;
    }

    /// <summary>A channel from the next window on, followed by the padding.</summary>
    public ReadOnlySpan<float> Window(int channel) => _planes[channel].AsSpan(Start);

    /// <summary>Moves the window on.</summary>
    public void Skip(int frames) => Start += frames;

    /// <summary>Adds as many frames as there is room for.</summary>
    /// <returns>Frames taken.</returns>
    public int Accept(ReadOnlySpan<float> samples)
    {
        int frames = MakeRoom(samples.Length / _planes.Length);
        if (_planes.Length == 1)
            samples[..frames].CopyTo(_planes[0].AsSpan(Filled));
        else
            Interleave.Split(samples[..(2 * frames)], _planes[0].AsSpan(Filled), _planes[1].AsSpan(Filled));
        Filled += frames;
        return frames;
    }

    /// <summary>Adds as much silence as there is room for.</summary>
    public void AcceptSilence()
    {
        int frames = MakeRoom(Room);
        foreach (float[] plane in _planes)
            plane.AsSpan(Filled, frames).Clear();
        Filled += frames;
    }

    /// <summary>Repeats the last frame; <see cref="Release"/> removes the repetitions.</summary>
    /// <returns>The number of frames before.</returns>
    public int Hold(int frames)
    {
        MakeRoom(frames);
        int filled = Filled;
        foreach (float[] plane in _planes)
            plane.AsSpan(filled, frames).Fill(plane[filled - 1]);
        Filled += frames;
        return filled;
    }

    /// <summary>Removes what <see cref="Hold"/> has added.</summary>
    public void Release(int filled) => Filled = filled;

    /// <summary>Moves the window back.</summary>
    public void MoveTo(int start) => Start = start;

    /// <summary>Replaces everything held by silence.</summary>
    public void Silence()
    {
        foreach (float[] plane in _planes)
            plane.AsSpan(0, Filled).Clear();
    }

    /// <summary>Makes room by moving the frames still needed to the front; at least one frame stays.</summary>
    /// <returns>The room in frames, at most the number asked for.</returns>
    public int MakeRoom(int frames)
    {
        if (_capacity - Filled < frames)
        {
            int behind = Math.Min(Start, Filled);
            foreach (float[] plane in _planes)
                plane.AsSpan(behind, Filled - behind).CopyTo(plane);
            Start -= behind;
            Filled -= behind;
        }

        return Math.Min(frames, _capacity - Filled);
    }
}
