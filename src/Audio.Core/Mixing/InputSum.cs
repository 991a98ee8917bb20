using System.Numerics.Tensors;
using Audio.Core.Sinks;
using NAudio.Wave;

namespace Audio.Core.Mixing;

/// <summary>
/// All inputs of the same channel count on one bus: banks of NAudio's mixers, and what the inputs need to know about
/// the current slice. Render thread only, except <see cref="Reserve"/> and <see cref="Release"/>.
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

    /// <summary>Inputs in the banks. Any thread.</summary>
    public int Count => _banks.Sum(static bank => bank.Count);

    /// <summary>
    /// The first frame of the slice on the mixer's timeline, delayed by the effects of bus and master.
    /// </summary>
    public long Position { get; private set; }

    /// <summary>The first frame of the current render on the timeline.</summary>
    public long RenderStart { get; private set; }

    /// <summary>The number of the current render, the same for all its slices.</summary>
    public int RenderNumber { get; private set; }

    /// <summary>Why this slice cannot be heard; <see langword="null"/> if it can.</summary>
    public Inaudibility? Unheard { get; private set; }

    /// <summary>Makes room for one more input. Control threads, one at a time.</summary>
    public void Reserve()
    {
        if (Interlocked.Increment(ref _reserved) > _banks.Length * InputBank.Size)
            _banks = [.. _banks, new InputBank(format, maxSamples)];
    }

    /// <summary>Frees the room of an input that was removed. Any thread.</summary>
    public void Release() => Interlocked.Decrement(ref _reserved);

    /// <summary>Adds an input.</summary>
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

        throw new InvalidOperationException("No room was reserved for this input.");
    }

    /// <summary>A render begins.</summary>
    public void BeginRender(long position) => (RenderStart, RenderNumber) = (position, RenderNumber + 1);

    /// <summary>A slice begins.</summary>
    public void Begin(long position, Inaudibility? unheard) => (Position, Unheard) = (position, unheard);

    /// <summary>Sums the inputs.</summary>
    /// <returns>Samples written, as many as the longest input gave; 0: none plays.</returns>
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
