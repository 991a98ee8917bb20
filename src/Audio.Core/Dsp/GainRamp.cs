using System.Numerics.Tensors;

namespace Audio.Core.Dsp;

/// <summary>
/// A linear gain ramp with one step per frame; every gain changes this way. In a ramp of R frames, frame k (from 0) has
/// the gain <c>target + (from - target) / R * (R - 1 - k)</c>: the first frame is one step away from the old gain, and
/// the last has exactly the new gain, however the buffers are cut. Render thread only.
/// </summary>
internal struct GainRamp(float gain)
{
    private float _slope; // per frame, from the target back to the start of the ramp

    /// <summary>The gain at the end of the ramp.</summary>
    public float Target { get; private set; } = gain;

    /// <summary>Frames until the target is reached.</summary>
    public int Remaining { get; private set; }

    /// <summary>The gain of the last frame.</summary>
    public readonly float Current => Target + _slope * Remaining;

    /// <summary>Whether it leaves samples unchanged.</summary>
    public readonly bool IsUnity => Remaining == 0 && Target == 1f;

    /// <summary>
    /// Starts a ramp from the current gain. If the gain already moves to that target, nothing changes.
    /// </summary>
    public void MoveTo(float target, int frames)
    {
        if (target == Target)
            return;
        float from = Current;
        Target = target;
        Remaining = from == target ? 0 : frames;
        _slope = (from - target) / frames;
    }

    /// <summary>Sets a gain at once, for when nothing plays and so nothing can click.</summary>
    public void JumpTo(float target)
    {
        Target = target;
        Remaining = 0;
    }

    /// <summary>Adds samples with the gain to a sum of the same length, and advances by as many frames.</summary>
    public void AddTo(Span<float> sum, ReadOnlySpan<float> samples, int channels)
    {
        int ramped = Math.Min(Remaining * channels, samples.Length);
        if (ramped > 0)
            SampleMath.AddRamped(sum, samples[..ramped], Target, _slope, Step(ramped / channels), channels);
        Span<float> steady = sum[ramped..samples.Length];
        if (!steady.IsEmpty && Target != 0f)
            SampleMath.AddScaled(steady, samples[ramped..], Target);
    }

    /// <summary>Writes one frame repeatedly with the gain, until the ramp ends or there is no more room.</summary>
    /// <param name="room">The output; whole frames.</param>
    /// <param name="left">The frame, or its left channel.</param>
    /// <param name="right">Its right channel; for mono the same.</param>
    /// <param name="channels">1, or 2 interleaved.</param>
    /// <returns>Frames written.</returns>
    public int WriteHeld(Span<float> room, float left, float right, int channels)
    {
        int frames = Math.Min(Remaining, room.Length / channels);
        for (int i = 0; i < frames; i++)
        {
            float now = Target + _slope * --Remaining;
            room[i * channels] = left * now;
            if (channels == 2)
                room[2 * i + 1] = right * now;
        }

        return frames;
    }

    /// <summary>Applies the gain in place, and advances by as many frames.</summary>
    public void ApplyTo(Span<float> samples, int channels)
    {
        int ramped = Math.Min(Remaining * channels, samples.Length);
        if (ramped > 0)
            SampleMath.Ramp(samples[..ramped], Target, _slope, Step(ramped / channels), channels);
        if (Target != 1f)
            TensorPrimitives.Multiply(samples[ramped..], Target, samples[ramped..]);
    }

    /// <returns>The number of steps from the first of these frames to the target.</returns>
    private int Step(int frames)
    {
        int step = Remaining - 1;
        Remaining -= frames;
        return step;
    }
}
