using System.Numerics.Tensors;

namespace Audio.Core.Mixing;

/// <summary>
/// The one way a gain changes: over 5 ms, in a straight line, a step with every frame. With R frames in a ramp, its frame
/// k (from 0) has the gain <c>target + (from - target) * (R - 1 - k) / R</c>, so the first frame is one step away from the
/// old gain and the last has the new gain exactly. Render thread only.
/// </summary>
internal struct GainRamp
{
    private readonly GainRampTable _table;
    private float _from;
    private int _position; // frames of the ramp done; the table's length when none runs

    public GainRamp(GainRampTable table)
    {
        _table = table;
        _position = table.Frames;
    }

    /// <summary>Where the gain is going, or is.</summary>
    public float Target { get; private set; }

    /// <summary>Frames until the target is reached; 0 when it is.</summary>
    public readonly int Remaining => _table.Frames - _position;

    /// <summary>Goes to a gain by a ramp that starts at the gain of the last frame.</summary>
    public void MoveTo(float target)
    {
        if (target == Target) return;
        float current = _position == 0 ? _from : Current;
        Target = target;
        _from = current;
        _position = current == target ? _table.Frames : 0;
    }

    /// <summary>Has a gain at once: where nothing sounds, nothing can click.</summary>
    public void JumpTo(float target)
    {
        Target = target;
        _position = _table.Frames;
    }

    /// <summary>Adds samples to the start of a bus under the gain, and goes on by as many frames.</summary>
    public void AddTo(MixBus bus, ReadOnlySpan<float> samples, int channels)
    {
        if (Remaining == 0 && Target == 1f)
        {
            bus.Add(samples);
            return;
        }

        Span<float> sum = bus.Open();
        int ramped = Math.Min(Remaining * channels, samples.Length);
        if (ramped > 0)
        {
            ReadOnlySpan<float> distance = _table.Distances(channels).Slice(_position * channels, ramped);
            SampleMath.AddRamped(sum, samples[..ramped], distance, _from - Target, Target);
            _position += ramped / channels;
        }

        Span<float> steady = sum[ramped..samples.Length];
        TensorPrimitives.MultiplyAdd(samples[ramped..], Target, steady, steady);
    }

    /// <summary>Adds a frame, held, to samples of a bus: as much of the ramp as they have room for.</summary>
    /// <param name="sum">From where the frame is held; whole frames.</param>
    /// <param name="left">The frame, or its left channel.</param>
    /// <param name="right">Its right channel; for mono the same.</param>
    /// <param name="channels">1, or 2 interleaved.</param>
    /// <returns>Frames added.</returns>
    public int AddHeld(Span<float> sum, float left, float right, int channels)
    {
        int frames = Math.Min(Remaining, sum.Length / channels);
        for (int i = 0; i < frames; i++)
        {
            float gain = Target + (_from - Target) * _table.Distances(1)[_position++];
            sum[i * channels] += left * gain;
            if (channels == 2) sum[2 * i + 1] += right * gain;
        }

        return frames;
    }

    private readonly float Current => Target + (_from - Target) * _table.Distances(1)[_position - 1];
}

/// <summary>What is left of the way, from 1 to 0, for each frame of a ramp; shared by a mixer's inputs. Immutable.</summary>
internal sealed class GainRampTable
{
    private readonly float[] _mono;
    private readonly float[] _stereo;

    public GainRampTable(int frames)
    {
        _mono = new float[frames];
        _stereo = new float[2 * frames];
        for (int k = 0; k < frames; k++)
            _mono[k] = _stereo[2 * k] = _stereo[2 * k + 1] = (frames - 1 - k) / (float)frames;
    }

    /// <summary>Frames in a ramp.</summary>
    public int Frames => _mono.Length;

    /// <summary>One value a sample.</summary>
    public ReadOnlySpan<float> Distances(int channels) => channels == 1 ? _mono : _stereo;
}
