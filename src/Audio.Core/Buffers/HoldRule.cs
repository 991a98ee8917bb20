namespace Audio.Core.Buffers;

/// <summary>
/// Decides whether to hold sound back after a gap in order to prevent the next one. A hold helps a producer that
/// delivers about as much sound as time passes and is late now and then. It does not help a producer that delivers
/// less, such as beeps with pauses between them: it would only delay the next beep. One thread at a time.
/// </summary>
internal sealed class HoldRule
{
    /// <summary>
    /// A producer that delivered at least this ratio of sound to time was late; one that delivered less paused.
    /// </summary>
    public const double LeastRate = 0.8;

    /// <summary>
    /// A chunk that is missing for less than this is late, whatever came before it: nobody pauses for so short a time,
    /// nor after so little sound.
    /// </summary>
    public static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(40);

    /// <summary>
    /// The same ratio with the hold included. A producer below it was not helped: the hold only moved a pause.
    /// </summary>
    public const double LeastRateHeld = 0.85;

    /// <summary>
    /// How long no hold is used after the first one that failed. The time doubles with each further failure, up to <see
    /// cref="ArrivalModel.Memory"/>.
    /// </summary>
    public static readonly TimeSpan LeastRest = TimeSpan.FromSeconds(1);

    private readonly ProducerPace _pace = new();
    private TimeSpan _first; // when the first chunk since the last gap arrived
    private TimeSpan _since; // when that was heard
    private TimeSpan _sound; // what has arrived since, without the newest chunk
    private TimeSpan _ahead; // how much later it plays because of the hold, less what was bridged
    private bool _bridged; // a delay that would have been a gap
    private bool _tried; // there was a hold since the last gap
    private TimeSpan _notBefore; // a hold failed: none until then
    private TimeSpan _rest = LeastRest; // how long none is used after the next failure

    /// <summary>Whether the sound after a gap is still being held back.</summary>
    public bool Waits { get; private set; }

    /// <summary>A new sound begins.</summary>
    public void Begin(TimeSpan now)
    {
        _pace.Begin(now);
        BeginPart(now);
    }

    /// <summary>A chunk arrived in time.</summary>
    /// <param name="now">When it arrived.</param>
    /// <param name="before">The duration of the previous chunk.</param>
    /// <param name="held">How much was buffered when it arrived.</param>
    public void Add(TimeSpan now, TimeSpan before, TimeSpan held)
    {
        _sound += before;
        _pace.Add(now, before);
        if (!_tried || Waits || held >= _ahead)
            return;
        _ahead = held;
        _bridged = true;
    }

    /// <summary>A chunk arrived too late: there is a gap before it.</summary>
    /// <param name="now">When it arrived.</param>
    /// <param name="before">The duration of the previous chunk.</param>
    /// <returns>Whether its producer was late rather than pausing.</returns>
    public bool Starve(TimeSpan now, TimeSpan before)
    {
        TimeSpan sound = _sound + before;
        TimeSpan passed = now - _since;
        TimeSpan delay = now - _first - sound;
        bool isPart = sound < LeastPause; // a frame or two: no sound is that short
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
    /// Whether the sound since the last gap is a click: too short to have ended in silence, and followed by a pause. A
    /// fade would remove it.
    /// </summary>
    public bool IsClick(TimeSpan now, TimeSpan before) =>
        _sound + before is var sound && sound < SilentEnd.Length && now - _since - sound >= LeastPause;

    /// <summary>Whether a hold may be used.</summary>
    public bool Allows(TimeSpan now) => now >= _notBefore;

    /// <summary>The sound plays again.</summary>
    public void GoOn(TimeSpan now)
    {
        if (!Waits)
            return;
        Waits = false;
        _ahead = now - _since;
        _tried = _ahead >= LeastPause; // a shorter hold cannot move a pause
        _bridged = false;
        _since = now;
    }

    private void BeginPart(TimeSpan now)
    {
        _pace.BeginPart();
        (_first, _since, _sound, Waits, _tried) = (now, now, TimeSpan.Zero, false, false);
    }

    /// <summary>
    /// The next gap has come. The hold only moved a pause if it bridged nothing, or if so little sound came that pauses
    /// used it up. Then none is used for a while, longer each time.
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
