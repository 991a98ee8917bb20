using System.Reactive.Concurrency;
using Audio.Core.Buffers;

namespace Audio.Core.Sessions;

/// <content>Its start: what can be read already is taken before its first samples enter the mix, so that no start runs dry on it.</content>
public sealed partial class AudioSession
{
    /// <summary>As much sound is gathered at the most: two periods of a usual device, twice.</summary>
    private static readonly TimeSpan GatherUpTo = TimeSpan.FromMilliseconds(20);

    /// <summary>What could be read and has not become sound by then was something else: a part of a message, or of another session.</summary>
    private static readonly TimeSpan GatherLimit = TimeSpan.FromMilliseconds(5);

    // Immutable.
    private readonly Func<bool>? _hasMore;

    // Session scheduler only.
    private bool _gathering;
    private bool _gathered; // it is over: what is there sounds

    /// <summary>Whether it does not enter the mix yet because more of it can be read at this moment, and will be at once.</summary>
    private bool Gathers(JitterBuffer buffer)
    {
        if (_hasMore is null || _gathered || _streamEnded || _retryScheduled || !_pending.IsEmpty)
            return false;
        if (Duration(buffer.BufferedFrames) >= GatherUpTo || !_hasMore())
            return false;
        if (_gathering)
            return true;
        _gathering = true;
        _scheduler.Schedule(GatherLimit, StopGathering);
        return true;
    }

    private void StopGathering()
    {
        _gathered = true;
        if (_input is null && !_cancelling && State != SessionState.Ended)
            Sound();
    }
}
