namespace Audio.Core.Buffers;

/// <summary>
/// How a producer delivers its sound: in real time, or ahead of playback and then nothing for a while. One thread at a
/// time.
/// </summary>
internal sealed class ProducerPace
{
    /// <summary>How much sound is needed to judge a producer; older sound counts half.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(2);

    private TimeSpan _last; // when the newest chunk came
    private TimeSpan _sound; // that was followed by another chunk
    private TimeSpan _live; // of that, what the next chunk followed in real time
    private TimeSpan _passed; // since the producer last paused
    private TimeSpan _unbroken; // the sound since then

    /// <summary>
    /// How long the producer has delivered nothing since the last gap although everything had been played, counting
    /// only times long enough to be a pause.
    /// </summary>
    public TimeSpan Paused { get; private set; }

    /// <summary>
    /// Whether most of its chunks arrive in real time: it produces sound as time passes and has none in reserve.
    /// </summary>
    public bool IsLive => _sound > TimeSpan.Zero && _live >= 0.5 * _sound;

    /// <summary>Whether it has delivered about as much sound as time has passed since it last paused.</summary>
    public bool KeptUp => _unbroken >= HoldRule.LeastRate * _passed;

    /// <summary>The next chunk is the first after a pause: the time before it says nothing.</summary>
    public void Begin(TimeSpan now) => (_last, _passed, _unbroken) = (now, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>The next chunk is the first after a gap.</summary>
    public void BeginPart() => Paused = TimeSpan.Zero;

    /// <summary>A chunk arrived.</summary>
    /// <param name="now">When.</param>
    /// <param name="before">The duration of the previous chunk.</param>
    public void Add(TimeSpan now, TimeSpan before)
    {
        TimeSpan delay = now - _last - before;
        if (_unbroken > Memory)
            (_passed, _unbroken) = (_passed / 2, _unbroken / 2);
        _passed += now - _last;
        _unbroken += before;
        _last = now;
        if (delay >= HoldRule.LeastPause)
            Paused += delay;
        if (_sound > Memory)
            (_sound, _live) = (_sound / 2, _live / 2);
        _sound += before;
        if (delay < HoldRule.LeastPause && delay >= (HoldRule.LeastRate - 1) * before)
            _live += before;
    }
}
