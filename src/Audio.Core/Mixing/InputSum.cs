using System.Numerics.Tensors;
using Audio.Core.Sinks;
using NAudio.Wave;

namespace Audio.Core.Mixing;

/// <summary>
/// All inputs of one width on one bus: banks of NAudio's mixers, and what the inputs have to know of the slice that is
/// read. Render thread only, but for <see cref="Reserve"/> and <see cref="Release"/>.
/// </summary>
/// <param name="format">32-bit float, one or two channels.</param>
/// <param name="maxSamples">The longest slice.</param>
internal sealed class InputSum(WaveFormat format, int maxSamples)
{
    // Written by control threads under the mixer's lock; never changed once published.
    private volatile InputBank[] _banks = [new InputBank(format, maxSamples)];

    // Any thread.
    private int _reserved;

    // Render thread only.
    private readonly float[] _scratch = new float[maxSamples];

    /// <summary>The format of each input.</summary>
    public WaveFormat Format => format;

    /// <summary>Inputs that have a place. Any thread.</summary>
    public int Count => _banks.Sum(static bank => bank.Count);

    /// <summary>
    /// The first frame of the slice on the mixer's timeline, as it will be heard: behind the effects of bus and master.
    /// </summary>
    public long Position { get; private set; }

    /// <summary>Where the render under way began on the timeline.</summary>
    public long RenderStart { get; private set; }

    /// <summary>Counts the renders; slices of one render have one number.</summary>
    public int RenderNumber { get; private set; }

    /// <summary>Why nobody hears this slice; <see langword="null"/> where somebody can.</summary>
    public Inaudibility? Unheard { get; private set; }

    /// <summary>Makes sure that one more input finds a place. Control threads, one at a time.</summary>
    public void Reserve()
    {
        if (Interlocked.Increment(ref _reserved) > _banks.Length * InputBank.Size)
            _banks = [.. _banks, new InputBank(format, maxSamples)];
    }

    /// <summary>An input that was removed has no place any more, and takes none. Any thread.</summary>
    public void Release() => Interlocked.Decrement(ref _reserved);

    /// <summary>Gives an input a place.</summary>
    /// <returns>Its bank.</returns>
    public InputBank Add(MixerInput input)
    {
        foreach (InputBank bank in _banks)
        {
            if (bank.Count == InputBank.Size)
                continue;
            bank.Add(input);
            return bank;
        }

        throw new InvalidOperationException("No place was reserved for this input.");
    }

    /// <summary>A render begins.</summary>
    public void BeginRender(long position) => (RenderStart, RenderNumber) = (position, RenderNumber + 1);

    /// <summary>A slice begins.</summary>
    public void Begin(long position, Inaudibility? unheard) => (Position, Unheard) = (position, unheard);

    /// <summary>Sums what the inputs give.</summary>
    /// <returns>Samples written: those of the input that gave most; 0: none sounds.</returns>
    public int Read(Span<float> slice)
    {
        int sum = 0;
        foreach (InputBank bank in _banks)
        {
            if (bank.Count == 0)
                continue;
            Span<float> target = sum == 0 ? slice : _scratch.AsSpan(0, slice.Length);
            int read = bank.Read(target);
            if (sum > 0 && read > 0)
                sum = Add(slice, sum, target[..read]);
            else if (sum == 0)
                sum = read;
        }

        return sum;
    }

    private static int Add(Span<float> slice, int sum, ReadOnlySpan<float> more)
    {
        if (more.Length > sum)
            slice[sum..more.Length].Clear();
        TensorPrimitives.Add(slice[..more.Length], more, slice);
        return Math.Max(sum, more.Length);
    }
}
