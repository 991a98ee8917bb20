namespace Audio.Core.Dsp;

/// <summary>
/// The input frames that a resampler still needs, a plane for each channel, so that one kernel serves mono and stereo.
/// <see cref="Start"/> is the window of the next output frame; it can lie behind what has come when frames are skipped.
/// </summary>
internal sealed class ResamplerInput
{
    private const int Room = 2048; // frames beyond one window: what comes is moved down once in so many frames

    private readonly float[][] _planes;
    private readonly int _lead;
    private readonly int _capacity;

    /// <summary>Makes an input that begins with half a window of silence.</summary>
    /// <param name="channels">1 or 2.</param>
    /// <param name="taps">Frames in a window.</param>
    /// <param name="padding">Samples that may be read behind the last one.</param>
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

    /// <summary>Forgets all, and begins with half a window of silence again.</summary>
    public void Clear()
    {
        foreach (float[] plane in _planes)
            Array.Clear(plane);
        Start = 0;
        Filled = _lead;
    }

    /// <summary>A channel from the next window on, with the padding behind it.</summary>
    public ReadOnlySpan<float> Window(int channel) => _planes[channel].AsSpan(Start);

    /// <summary>Moves the window on.</summary>
    public void Skip(int frames) => Start += frames;

    /// <summary>Takes in as many frames as there is room for.</summary>
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

    /// <summary>Takes in silence, as much as there is room for.</summary>
    public void AcceptSilence()
    {
        int frames = MakeRoom(Room);
        foreach (float[] plane in _planes)
            plane.AsSpan(Filled, frames).Clear();
        Filled += frames;
    }

    /// <summary>
    /// Puts the last frame so many times behind itself, which <see cref="Release"/> takes away again.
    /// </summary>
    /// <returns>How many frames were in the planes.</returns>
    public int Hold(int frames)
    {
        MakeRoom(frames);
        int filled = Filled;
        foreach (float[] plane in _planes)
            plane.AsSpan(filled, frames).Fill(plane[filled - 1]);
        Filled += frames;
        return filled;
    }

    /// <summary>Takes away what <see cref="Hold"/> has put in.</summary>
    public void Release(int filled) => Filled = filled;

    /// <summary>Moves the window back to where it was.</summary>
    public void MoveTo(int start) => Start = start;

    /// <summary>All that is held becomes silence.</summary>
    public void Silence()
    {
        foreach (float[] plane in _planes)
            plane.AsSpan(0, Filled).Clear();
    }

    /// <summary>
    /// Moves what is still needed down, where there is no room for so many frames; at least one frame stays.
    /// </summary>
    /// <returns>Frames that there is room for, at most so many.</returns>
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
