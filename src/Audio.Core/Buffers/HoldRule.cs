namespace Audio.Core.Buffers;

/// <summary>
/// Whether to hold sound back after a gap, for the sake of the next one. A hold helps a producer that brings about as
/// much sound as time passes and is late now and then. It does not help one that brings less, as beeps with pauses
/// between them do: there it only moves what comes next. One thread at a time.
/// </summary>
internal sealed class HoldRule
{
    /// <summary>The least sound, as part of the time, with which a producer is one that was late.</summary>
    public const double LeastRate = 0.8;

    /// <summary>
    /// What is missing less than this came late, whatever came before it: nobody pauses for so little, nor for so
    /// little sound.
    /// </summary>
    public static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(40);

    /// <summary>
    /// The least sound, as part of the time with the hold in it, of a producer that a hold helped: with less it had
    /// moved a pause.
    /// </summary>
    public const double LeastRateHeld = 0.85;

    /// <summary>
    /// After the first hold that failed there is none for so long; after each that follows for twice as long, up to
    /// <see cref="ArrivalModel.Memory"/>.
    /// </summary>
    public static readonly TimeSpan LeastRest = TimeSpan.FromSeconds(1);

    private readonly ProducerPace _pace = new();
    private TimeSpan _first; // when the first chunk since the last gap came
    private TimeSpan _since; // when that was heard
    private TimeSpan _sound; // what has come since, without the newest chunk
    private TimeSpan _ahead; // what it is played later for the hold's sake, less what was bridged
    private bool _bridged; // a delay that would have been a gap
    private bool _tried; // there was a hold since the last gap
    private TimeSpan _notBefore; // a hold failed: none until then
    private TimeSpan _rest = LeastRest; // how long there is none after the next that fails

    /// <summary>What came after a gap is not heard yet.</summary>
    public bool Waits { get; private set; }

    /// <summary>What comes now is a new sound.</summary>
    public void Begin(TimeSpan now)
    {
        _pace.Begin(now);
        BeginPart(now);
    }

    /// <summary>A chunk has come in time.</summary>
    /// <param name="now">When it came.</param>
    /// <param name="before">How long the chunk before it sounds.</param>
    /// <param name="held">How much was held when it came.</param>
    public void Add(TimeSpan now, TimeSpan before, TimeSpan held)
    {
        _sound += before;
        _pace.Add(now, before);
        if (!_tried || Waits || held >= _ahead)
            return;
        _ahead = held;
        _bridged = true;
    }

    /// <summary>A chunk has come too late: there is a gap in front of it.</summary>
    /// <param name="now">When it came.</param>
    /// <param name="before">How long the chunk before it sounds.</param>
    /// <returns>Whether its producer was late; otherwise it paused.</returns>
    public bool Starve(TimeSpan now, TimeSpan before)
    {
        TimeSpan sound = _sound + before;
        TimeSpan passed = now - _since;
        TimeSpan delay = now - _first - sound;
        bool isPart = sound < LeastPause; // a frame or two: who makes sounds makes longer ones
        if (_tried && !isPart && !_pace.IsLive)
            Judge(now, sound);
        _pace.Add(now, before);
        bool late =
            passed - sound < LeastPause
            || sound >= LeastRate * passed
            || _pace.KeptUp
            || _pace.Paused < LeastRate * delay
            || (isPart && sound >= SilentEnd.Length);
        if (!late)
            _pace.Begin(now);
        BeginPart(now);
        Waits = true;
        return late;
    }

    /// <summary>
    /// Whether what was heard since the last gap is too short to have ended in silence, and a pause follows it: a
    /// click. A fade would take it away.
    /// </summary>
    public bool IsClick(TimeSpan now, TimeSpan before) =>
        _sound + before is var sound && sound < SilentEnd.Length && now - _since - sound >= LeastPause;

    /// <summary>Whether a hold may be used.</summary>
    public bool Allows(TimeSpan now) => now >= _notBefore;

    /// <summary>It is heard again.</summary>
    public void GoOn(TimeSpan now)
    {
        if (!Waits)
            return;
        Waits = false;
        _ahead = now - _since;
        _tried = _ahead >= LeastPause; // a shorter hold moves no pause
        _bridged = false;
        _since = now;
    }

    private void BeginPart(TimeSpan now)
    {
        _pace.BeginPart();
        (_first, _since, _sound, Waits, _tried) = (now, now, TimeSpan.Zero, false, false);
    }

    /// <summary>
    /// The next gap has come. The hold has only moved a pause if it bridged nothing, or if there was so little sound
    /// that it was used up by pauses: none is used for a while, each time longer.
    /// </summary>
    private void Judge(TimeSpan now, TimeSpan sound)
    {
        if (_bridged && sound >= LeastRateHeld * (now - _first))
        {
            _rest = LeastRest;
            return;
        }

        _notBefore = now + _rest;
        _rest = 2 * _rest < ArrivalModel.Memory ? 2 * _rest : ArrivalModel.Memory;
    }
}
