using System.Numerics.Tensors;

namespace Audio.Core.Dsp;

/// <summary>
/// The one way a gain changes: in a straight line, a step with every frame. With R frames in a ramp, its frame k (from
/// 0) has the gain <c>target + (from - target) / R * (R - 1 - k)</c>, so the first frame is one step away from the old
/// gain and the last has the new gain exactly, however the buffers are cut. Render thread only.
/// </summary>
internal struct GainRamp(float gain)
{
    private float _slope; // of one frame, from the target back to where the ramp came from

    /// <summary>Where the gain is going, or is.</summary>
    public float Target { get; private set; } = gain;

    /// <summary>Frames until the target is reached; 0 when it is.</summary>
    public int Remaining { get; private set; }

    /// <summary>The gain of the last frame.</summary>
    public readonly float Current => Target + _slope * Remaining;

    /// <summary>Whether it leaves the samples as they are.</summary>
    public readonly bool IsUnity => Remaining == 0 && Target == 1f;

    /// <summary>
    /// Goes to a gain by a ramp of so many frames that starts at the gain of the last frame. Where it goes there
    /// already, nothing changes.
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

    /// <summary>Has a gain at once: where nothing sounds, nothing can click.</summary>
    public void JumpTo(float target)
    {
        Target = target;
        Remaining = 0;
    }

    /// <summary>Adds samples under the gain to a sum of the same length, and goes on by as many frames.</summary>
    public void AddTo(Span<float> sum, ReadOnlySpan<float> samples, int channels)
    {
        int ramped = Math.Min(Remaining * channels, samples.Length);
        if (ramped > 0)
            SampleMath.AddRamped(sum, samples[..ramped], Target, _slope, Step(ramped / channels), channels);
        Span<float> steady = sum[ramped..samples.Length];
        if (!steady.IsEmpty && Target != 0f)
            SampleMath.AddScaled(steady, samples[ramped..], Target);
    }

    /// <summary>Writes a frame, held under the gain, as often as the ramp goes on and there is room.</summary>
    /// <param name="room">Where to; whole frames.</param>
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

    /// <summary>Puts samples under the gain where they are, and goes on by as many frames.</summary>
    public void ApplyTo(Span<float> samples, int channels)
    {
        int ramped = Math.Min(Remaining * channels, samples.Length);
        if (ramped > 0)
            SampleMath.Ramp(samples[..ramped], Target, _slope, Step(ramped / channels), channels);
        if (Target != 1f)
            TensorPrimitives.Multiply(samples[ramped..], Target, samples[ramped..]);
    }

    /// <returns>The steps from the target at which the first of these frames stands.</returns>
    private int Step(int frames)
    {
        int step = Remaining - 1;
        Remaining -= frames;
        return step;
    }
}
