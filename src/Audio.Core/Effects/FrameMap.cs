namespace Audio.Core.Effects;

/// <summary>
/// Maps the output frames of an effect to its input frames: pairs of both, with linear interpolation between them.
/// Where frames were cut out, two pairs have the same output. Bounded: beyond the most pairs the oldest is
/// forgotten. One thread.
/// </summary>
/// <param name="maxPairs">The most pairs.</param>
/// <param name="tolerance">The distance in frames at which a pair still counts as on the line.</param>
internal sealed class FrameMap(int maxPairs = FrameMap.MaxPairs, double tolerance = 1)
{
    /// <summary>
    /// The most pairs of an effect. Pairs on one line are merged, so only cuts and changes of speed need room.
    /// </summary>
    public const int MaxPairs = 256;

    /// <summary>The bytes of its buffers.</summary>
    public const long Memory = MaxPairs * 2 * sizeof(long);

    private readonly Pair[] _pairs = new Pair[maxPairs]; // in a ring
    private int _first;
    private int _count = 1; // the start of both

    /// <summary>Output frames so far.</summary>
    public long Output => Last.Output;

    /// <summary>The input frames they came from.</summary>
    public long Input => Last.Input;

    private Pair Last => this[_count - 1];

    private ref Pair this[int index] => ref _pairs[(_first + index) % maxPairs];

    /// <summary>
    /// Adds a pair: after this many output frames, the next one comes from this input frame. Neither ever decreases.
    /// </summary>
    public void Add(long output, long input)
    {
        var next = new Pair(Math.Max(output, Output), Math.Max(input, Input));
        if (next == Last)
            return;
        if (_count > 1 && IsBetween(this[_count - 2], Last, next))
        {
            this[_count - 1] = next;
            return;
        }

        if (_count == maxPairs)
            _first = (_first + 1) % maxPairs;
        else
            _count++;
        this[_count - 1] = next;
    }

    /// <summary>The input frame of an output frame; at a cut, the frame after the cut.</summary>
    public long ToInput(long output)
    {
        int after = 0;
        while (after < _count && this[after].Output <= output)
            after++;
        if (after == 0)
            return this[0].Input;
        if (after == _count)
            return Input;
        (Pair from, Pair to) = (this[after - 1], this[after]);
        return from.Input + Share(output - from.Output, to.Output - from.Output, to.Input - from.Input);
    }

    /// <summary>
    /// The output frame of an input frame; if that was cut out, the frame after the cut; <see langword="null"/>: it has
    /// not come out yet.
    /// </summary>
    public long? ToOutput(long input)
    {
        if (input >= Input)
            return null;
        int after = 0;
        while (this[after].Input <= input)
            after++;
        if (after == 0)
            return this[0].Output;
        (Pair from, Pair to) = (this[after - 1], this[after]);
        return from.Output + Share(input - from.Input, to.Input - from.Input, to.Output - from.Output);
    }

    /// <summary>Clears everything.</summary>
    public void Clear()
    {
        (_first, _count) = (0, 1);
        _pairs[0] = default;
    }

    private static long Share(long part, long whole, long of) => (long)((Int128)part * of / whole);

    private bool IsBetween(Pair from, Pair middle, Pair to)
    {
        (double outputs, double inputs) = (to.Output - from.Output, to.Input - from.Input);
        if (outputs == 0)
            return true;
        if (middle.Output == from.Output && middle.Input != from.Input)
            return false; // a cut is never merged
        return Math.Abs(from.Input + inputs / outputs * (middle.Output - from.Output) - middle.Input) <= tolerance;
    }

    private readonly record struct Pair(long Output, long Input);
}
