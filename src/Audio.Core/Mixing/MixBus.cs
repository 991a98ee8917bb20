using System.Numerics.Tensors;

namespace Audio.Core.Mixing;

/// <summary>
/// A sum of samples in the making. The first samples are copied, not added to silence: an input that is alone passes bit for bit, and
/// a bus that nobody uses costs nothing. Render thread only.
/// </summary>
internal sealed class MixBus(int capacity)
{
    private readonly float[] _samples = new float[capacity];

    /// <summary>Samples in the sum.</summary>
    public int Length { get; private set; }

    /// <summary>Nothing has been added since <see cref="Begin"/>.</summary>
    public bool IsSilent { get; private set; } = true;

    /// <summary>The sum; meaningful unless <see cref="IsSilent"/>.</summary>
    public Span<float> Samples => _samples.AsSpan(0, Length);

    /// <summary>Starts a sum of so many samples.</summary>
    public void Begin(int length)
    {
        Length = length;
        IsSilent = true;
    }

    /// <summary>Adds samples as they are to the start.</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        if (IsSilent)
        {
            samples.CopyTo(_samples);
            _samples.AsSpan(samples.Length, Length - samples.Length).Clear();
            IsSilent = false;
        }
        else
        {
            Span<float> target = _samples.AsSpan(0, samples.Length);
            TensorPrimitives.Add(target, samples, target);
        }
    }

    /// <summary>The samples to add to, with silence where nothing was added yet.</summary>
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
