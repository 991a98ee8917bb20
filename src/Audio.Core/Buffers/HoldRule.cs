namespace Audio.Core.Buffers;

/// <summary>
/// Whether to hold sound back after a gap, for the sake of the next one. A hold helps a producer that brings about as much sound as time passes and is late now
/// and then. It does not help one that brings less, as beeps with pauses between them do: there it only moves what comes next. One thread at a time.
/// </summary>
internal sealed class HoldRule
{
    /// <summary>The least sound since the last gap, as part of the time, with which a producer is one that was late.</summary>
    public const double LeastRate = 0.8;

    /// <summary>What is missing less than this came late, whatever came before it: nobody pauses for so little between two sounds.</summary>
    public static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(40);

    /// <summary>A hold that has bridged fewer delays than this when the next gap comes did not prevent it: it only moved a pause.</summary>
    public const int LeastBridged = 1;

    /// <summary>After the first hold that failed there is none for so long; after each that follows for twice as long, up to <see cref="ArrivalModel.Memory"/>.</summary>
    public static readonly TimeSpan LeastRest = TimeSpan.FromSeconds(1);

    private TimeSpan _since;      // when the sound began, or went on
    private TimeSpan _sound;      // what has come since, without the newest chunk
    private TimeSpan _ahead;      // what it is played later for the hold's sake, less what was bridged
    private int _bridged;         // delays that would have been gaps
    private bool _tried;          // there was a hold since the last gap
    private TimeSpan _notBefore;  // a hold failed: none until then
    private TimeSpan _rest = LeastRest; // how long there is none after the next that fails

    /// <summary>What came after a gap is not heard yet.</summary>
    public bool Waits { get; private set; }

    /// <summary>What comes now is a new sound.</summary>
    public void Begin(TimeSpan now)
    {
        (_since, _sound, Waits, _tried) = (now, TimeSpan.Zero, false, false);
    }

    /// <summary>A chunk has come in time.</summary>
    /// <param name="before">How long the chunk before it sounds.</param>
    /// <param name="held">How much was held when it came.</param>
    public void Add(TimeSpan before, TimeSpan held)
    {
        _sound += before;
        if (!_tried || Waits || held >= _ahead) return;
        _ahead = held;
        _bridged++;
    }

    /// <summary>A chunk has come too late: there is a gap in front of it.</summary>
    /// <param name="now">When it came.</param>
    /// <param name="before">How long the chunk before it sounds.</param>
    /// <returns>Whether its producer was late; otherwise it paused.</returns>
    public bool Starve(TimeSpan now, TimeSpan before)
    {
        TimeSpan sound = _sound + before;
        TimeSpan passed = now - _since;
        bool late = passed - sound < LeastPause || sound >= LeastRate * passed;
        if (_tried) Judge(now);
        Begin(now);
        Waits = true;
        return late;
    }

    /// <summary>
    /// Whether what was heard since the last gap is too short to have ended in silence, and a pause follows it: a click. A fade would take it away.
    /// </summary>
    public bool IsClick(TimeSpan now, TimeSpan before) =>
        _sound + before is var sound && sound < SilentEnd.Length && now - _since - sound >= LeastPause;

    /// <summary>Whether a hold may be used.</summary>
    public bool Allows(TimeSpan now) => now >= _notBefore;

    /// <summary>The gap that a hold was to prevent has come: one that bridged nothing is not used again for a while, each time longer.</summary>
    private void Judge(TimeSpan now)
    {
        if (_bridged >= LeastBridged)
        {
            _rest = LeastRest;
            return;
        }

        _notBefore = now + _rest;
        _rest = 2 * _rest < ArrivalModel.Memory ? 2 * _rest : ArrivalModel.Memory;
    }

    /// <summary>It is heard again.</summary>
    public void GoOn(TimeSpan now)
    {
        if (!Waits) return;
        Waits = false;
        _ahead = now - _since;
        _tried = _ahead >= LeastPause; // a shorter hold moves no pause
        _bridged = 0;
        _since = now;
    }
}
