// A stand-in for NAudio.Core 3, not a part of it: written from how NAudio's mixer was seen to behave, its faults included, so that what
// works round them can be tested without the package. Audio.NAudio.Tests/Contract holds each of the faults; with UseNAudio=true the
// same tests ask NAudio itself. See NAudio.Contract.csproj.
namespace NAudio.Wave.SampleProviders;

public class SampleProviderEventArgs(ISampleProvider sampleProvider) : EventArgs
{
    public ISampleProvider SampleProvider { get; } = sampleProvider;
}

public class MixingSampleProvider : ISampleProvider
{
    private const int MaxInputs = 1024;

    private readonly List<ISampleProvider> _inputs = []; // also the lock
    private float[] _scratch = [];

    public MixingSampleProvider(WaveFormat waveFormat)
    {
        if (waveFormat.Encoding != WaveFormatEncoding.IeeeFloat)
            throw new ArgumentException("Mixer wave format must be IEEE float", nameof(waveFormat));
        WaveFormat = waveFormat;
    }

    public MixingSampleProvider(IEnumerable<ISampleProvider> sources)
    {
        WaveFormat = null!;
        foreach (ISampleProvider source in sources)
            AddMixerInput(source);
        if (_inputs.Count == 0)
            throw new ArgumentException("Must provide at least one input in this constructor", nameof(sources));
    }

    public event EventHandler<SampleProviderEventArgs>? MixerInputEnded;

    public IEnumerable<ISampleProvider> MixerInputs => _inputs;

    public bool ReadFully { get; set; }

    public WaveFormat WaveFormat { get; private set; }

    /// <summary>Takes the input in before it looks at its format.</summary>
    public void AddMixerInput(ISampleProvider mixerInput)
    {
        lock (_inputs)
        {
            if (_inputs.Count >= MaxInputs)
                throw new InvalidOperationException("Too many mixer inputs");
            _inputs.Add(mixerInput);
        }

        WaveFormat ??= mixerInput.WaveFormat;
        if (WaveFormat.SampleRate != mixerInput.WaveFormat.SampleRate || WaveFormat.Channels != mixerInput.WaveFormat.Channels)
            throw new ArgumentException("All mixer inputs must have the same WaveFormat", nameof(mixerInput));
    }

    public void RemoveMixerInput(ISampleProvider mixerInput)
    {
        lock (_inputs)
            _inputs.Remove(mixerInput);
    }

    public void RemoveAllMixerInputs()
    {
        lock (_inputs)
            _inputs.Clear();
    }

    /// <summary>Holds its lock over everything, and forgets by index whoever is short, after the callback may have moved them.</summary>
    public int Read(Span<float> buffer)
    {
        int longest = 0;
        lock (_inputs)
        {
            if (_scratch.Length < buffer.Length)
                _scratch = new float[buffer.Length];
            for (int i = _inputs.Count - 1; i >= 0; i--)
            {
                ISampleProvider input = _inputs[i];
                int read = input.Read(_scratch.AsSpan(0, buffer.Length));
                for (int k = 0; k < read; k++)
                    buffer[k] = k < longest ? buffer[k] + _scratch[k] : _scratch[k];
                longest = Math.Max(longest, read);
                if (read < buffer.Length)
                {
                    MixerInputEnded?.Invoke(this, new SampleProviderEventArgs(input));
                    _inputs.RemoveAt(i);
                }
            }
        }

        if (!ReadFully || longest == buffer.Length)
            return longest;
        buffer[longest..].Clear();
        return buffer.Length;
    }
}
