using System.Numerics.Tensors;
using Audio.Core.Dsp;

namespace Audio.Core.Mixing;

/// <summary>
/// The samples of one slice in a bus or the master; silent until something is added. The first samples are copied, not
/// added to silence, so a lone input passes bit for bit, and an unused bus costs nothing. Render thread only.
/// </summary>
internal sealed class SliceBuffer(int capacity)
{
    private readonly float[] _samples = new float[capacity];

    /// <summary>Samples in the slice.</summary>
    public int Length { get; private set; }

    /// <summary>Whether nothing has been added since the slice began.</summary>
    public bool IsSilent { get; private set; } = true;

    /// <summary>The samples; meaningful unless <see cref="IsSilent"/>.</summary>
    public Span<float> Samples => _samples.AsSpan(0, Length);

    /// <summary>Starts a slice of this many samples.</summary>
    public void Begin(int length)
    {
        Length = length;
        IsSilent = true;
    }

    /// <summary>Starts a slice with the sum of the inputs; silent if they give nothing.</summary>
    public void Begin(InputSum inputs, int length)
    {
        Begin(length);
        int read = inputs.Read(Samples);
        if (read == 0)
            return;
        Samples[read..].Clear();
        IsSilent = false;
    }

    /// <summary>Adds samples unchanged.</summary>
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

    /// <summary>Adds samples with a gain ramp, which advances by as many frames.</summary>
    public void Add(ReadOnlySpan<float> samples, ref GainRamp gain, int channels)
    {
        if (gain.IsUnity)
            Add(samples);
        else
            gain.AddTo(Open(), samples, channels);
    }

    /// <summary>The samples to add to, cleared if nothing has been added yet.</summary>
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
