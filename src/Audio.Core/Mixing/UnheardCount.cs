using Audio.Core.Sinks;

namespace Audio.Core.Mixing;

/// <summary>
/// Counts the frames of an input that were mixed and that nobody can hear. Written by the render thread, read by any.
/// </summary>
internal sealed class UnheardCount
{
    private long _frames;
    private volatile Inaudibility? _why;

    /// <summary>Frames nobody can hear, except on a sink without a device that was chosen on purpose.</summary>
    public long Frames => Volatile.Read(ref _frames);

    /// <summary>
    /// Why the first of <see cref="Frames"/> cannot be heard. If there are none: the sink without a device that was
    /// chosen on purpose, or <see langword="null"/> if everything could be heard.
    /// </summary>
    public Inaudibility? Why => _why;

    /// <summary>Accounts for mixed frames. Render thread.</summary>
    /// <param name="frames">How many.</param>
    /// <param name="why">Why they cannot be heard; <see langword="null"/>: they can.</param>
    public void Add(int frames, Inaudibility? why)
    {
        if (frames == 0 || why is null)
            return;
        if (_why is null or { IsIntended: true })
            _why = why;
        if (!why.IsIntended)
            Volatile.Write(ref _frames, _frames + frames);
    }
}
