using NAudio.Wave;

namespace Audio.Core.Mixing;

/// <summary>
/// A provider that can run dry and resume. A short read means that it has nothing now: its input leaves the mix, and is
/// queued again when the provider says that there may be more. A provider without this interface has ended with its
/// first short read. Render thread, except where noted.
/// </summary>
internal interface IStreamProvider : ISampleProvider
{
    /// <summary>Whether everything has been read and no more will come. Stays true. Any thread; never blocks.</summary>
    bool IsDrained { get; }

    /// <summary>After a short read: whether the sound ended in silence, so that there is nothing to fade.</summary>
    bool EndedInSilence { get; }

    /// <summary>After a read: whether a new sound began with these samples, which must not be faded in.</summary>
    bool BeginsSound { get; }

    /// <summary>
    /// After a read: no sample so far was higher in magnitude than this. Infinite if that is not known, or if one was
    /// not a number.
    /// </summary>
    float Peak => float.PositiveInfinity;

    /// <summary>
    /// Called on the producer's thread whenever a read may give more than before: samples were published, a gate
    /// opened, the stream ended. Set once, before the first read. Takes no lock and does not block.
    /// </summary>
    Action? Readable { set; }
}
