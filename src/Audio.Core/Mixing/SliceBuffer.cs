using System.Numerics.Tensors;
using Audio.Core.Dsp;

namespace Audio.Core.Mixing;

/// <summary>
/// The samples of one slice, on their way through a bus or the master; silent until something is put in, and then
/// whole. What is put in first is copied, not added to silence: an input that is alone passes bit for bit, and a bus
/// that nobody uses costs nothing. Render thread only.
/// </summary>
internal sealed class SliceBuffer(int capacity)
{
    private readonly float[] _samples = new float[capacity];

    /// <summary>Samples in the slice.</summary>
    public int Length { get; private set; }

    /// <summary>Nothing was put in since the slice began.</summary>
    public bool IsSilent { get; private set; } = true;

    /// <summary>The samples; meaningful unless <see cref="IsSilent"/>.</summary>
    public Span<float> Samples => _samples.AsSpan(0, Length);

    /// <summary>Starts a slice of so many samples.</summary>
    public void Begin(int length)
    {
        Length = length;
        IsSilent = true;
    }

    /// <summary>Takes what the inputs give; where they give nothing it is silent.</summary>
    public void Begin(InputSum inputs, int length)
    {
        Begin(length);
        int read = inputs.Read(Samples);
        if (read == 0)
            return;
        Samples[read..].Clear();
        IsSilent = false;
    }

    /// <summary>Adds a slice as it is.</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        if (IsSilent)
        {
            samples.CopyTo(_samples);
            IsSilent = false;
        }
        else
        {
            TensorPrimitives.Add(Samples, samples, Samples);
        }
    }

    /// <summary>Adds a slice under a gain, which goes on by as many frames.</summary>
    public void Add(ReadOnlySpan<float> samples, ref GainRamp gain, int channels)
    {
        if (gain.IsUnity)
            Add(samples);
        else
            gain.AddTo(Open(), samples, channels);
    }

    /// <summary>The samples to add to, with silence where nothing was put in yet.</summary>
    public Span<float> Open()
    {
        if (IsSilent)
        {
            Samples.Clear();
            IsSilent = false;
        }

        return Samples;
    }
}
