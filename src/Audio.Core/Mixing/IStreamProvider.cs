using NAudio.Wave;

namespace Audio.Core.Mixing;

/// <summary>
/// A provider that can run dry and go on. A short read means that nothing is there now: its input leaves the mix, and
/// is queued again when the provider says that there may be more. A provider without this interface has ended at its
/// first short read. Render thread, unless said otherwise.
/// </summary>
internal interface IStreamProvider : ISampleProvider
{
    /// <summary>No more will come, and all that came has been read. Stays true. Any thread; never blocks.</summary>
    bool IsDrained { get; }

    /// <summary>After a short read: what it gave ended in silence, and has nothing to fade.</summary>
    bool EndedInSilence { get; }

    /// <summary>After samples were read: a new sound began with them, which is not to be faded in.</summary>
    bool BeginsSound { get; }

    /// <summary>
    /// Called by the producer, on its thread, whenever a read could give more than before: samples were published, a
    /// gate opened, the stream ended. Set once, before the first read. Takes no lock and does not block.
    /// </summary>
    Action? Readable { set; }
}
