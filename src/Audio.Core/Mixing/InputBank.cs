using NAudio.Wave;
using NAudio.Wave.SampleProviders;

namespace Audio.Core.Mixing;

/// <summary>
/// Up to <see cref="Size"/> inputs of the same channel count on one bus, summed by one mixer of NAudio. NAudio allows
/// 1,024 inputs and searches all of them for each one added; many small banks have no limit together and keep that
/// search short. Only the render thread touches NAudio's mixer, so its lock is never contended, and nobody subscribes
/// to its events, so nothing is allocated. Render thread only after construction.
/// </summary>
internal sealed class InputBank
{
    /// <summary>The most inputs in a bank.</summary>
    public const int Size = 64;

    private readonly MixingSampleProvider _mixer;

    /// <summary>Creates an empty bank and grows the mixer's list and scratch memory to their final size.</summary>
    /// <param name="format">32-bit float, one or two channels.</param>
    /// <param name="maxSamples">The longest read.</param>
    public InputBank(WaveFormat format, int maxSamples)
    {
        _mixer = new MixingSampleProvider(format);
        for (int i = 0; i < Size; i++)
            _mixer.AddMixerInput((ISampleProvider)new Filler(format));
        _mixer.Read(new float[maxSamples]); // the inputs end with this read and leave
        _mixer.RemoveAllMixerInputs();
    }

    /// <summary>Inputs in the bank.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an input. There is room: see <see cref="InputSum.Reserve"/>.</summary>
    public void Add(MixerInput input)
    {
        _mixer.AddMixerInput((ISampleProvider)input);
        Count++;
    }

    /// <summary>Removes an input between two reads.</summary>
    public void Remove(MixerInput input)
    {
        _mixer.RemoveMixerInput(input);
        Count--;
    }

    /// <summary>Accounts for an input that returns a short read: NAudio's mixer removes it.</summary>
    public void Leave() => Count--;

    /// <summary>Sums the inputs.</summary>
    /// <returns>Samples written, as many as the longest input gave.</returns>
    public int Read(Span<float> samples) => _mixer.Read(samples);

    private sealed class Filler(WaveFormat format) : ISampleProvider
    {
        public WaveFormat WaveFormat => format;

        public int Read(Span<float> buffer) => 0;
    }
}
