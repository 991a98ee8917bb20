using NAudio.Wave;
using NAudio.Wave.SampleProviders;

namespace Audio.Core.Mixing;

/// <summary>
/// Some of the inputs of one width on one bus, summed by NAudio's mixer. NAudio takes 1,024 inputs at the most and
/// looks through all of them for each that is added; banks of <see cref="Size"/> have no limit together, and keep that
/// search short. The render thread alone touches NAudio's mixer, so its lock is never waited for, and nothing handles
/// its events, so nothing is allocated. Render thread only, once made.
/// </summary>
internal sealed class InputBank
{
    /// <summary>Places for inputs.</summary>
    public const int Size = 64;

    private readonly MixingSampleProvider _mixer;

    /// <summary>Makes an empty bank, whose list and scratch memory have the size that they will ever need.</summary>
    /// <param name="format">32-bit float, one or two channels.</param>
    /// <param name="maxSamples">The longest read.</param>
    public InputBank(WaveFormat format, int maxSamples)
    {
        _mixer = new MixingSampleProvider(format);
        for (int i = 0; i < Size; i++)
            _mixer.AddMixerInput((ISampleProvider)new Filler(format));
        _mixer.Read(new float[maxSamples]); // they end with it, and leave
        _mixer.RemoveAllMixerInputs();
    }

    /// <summary>Inputs that have a place.</summary>
    public int Count { get; private set; }

    /// <summary>Gives an input a place. There is one: see <see cref="InputSum.Reserve"/>.</summary>
    public void Add(MixerInput input)
    {
        _mixer.AddMixerInput((ISampleProvider)input);
        Count++;
    }

    /// <summary>Takes an input out that has a place, between two reads.</summary>
    public void Remove(MixerInput input)
    {
        _mixer.RemoveMixerInput(input);
        Count--;
    }

    /// <summary>An input returns short from the read under way: NAudio's mixer takes it out.</summary>
    public void Leave() => Count--;

    /// <summary>Sums what the inputs give.</summary>
    /// <returns>Samples written: those of the input that gave most.</returns>
    public int Read(Span<float> samples) => _mixer.Read(samples);

    private sealed class Filler(WaveFormat format) : ISampleProvider
    {
        public WaveFormat WaveFormat => format;

        public int Read(Span<float> buffer) => 0;
    }
}
