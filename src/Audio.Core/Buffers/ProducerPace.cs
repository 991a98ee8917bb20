namespace Audio.Core.Buffers;

/// <summary>
/// How a producer brings its sound: as it is played, or ahead of it and then nothing for a while. One thread at a time.
/// </summary>
internal sealed class ProducerPace
{
    /// <summary>So much sound says how a producer brings it; what is older counts half.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(2);

    private TimeSpan _last; // when the newest chunk came
    private TimeSpan _sound; // that came with another behind it
    private TimeSpan _live; // of that, what the next followed as it was played
    private TimeSpan _passed; // since the producer last paused
    private TimeSpan _unbroken; // the sound since then

    /// <summary>
    /// How long the producer brought nothing since the last gap, though all had been played, each time for as long as a
    /// pause can be.
    /// </summary>
    public TimeSpan Paused { get; private set; }

    /// <summary>
    /// Whether most of its chunks come as they are played: it makes its sound as time passes, and has none in hand.
    /// </summary>
    public bool IsLive => _sound > TimeSpan.Zero && _live >= 0.5 * _sound;

    /// <summary>Whether there has been about as much sound as time since it last paused.</summary>
    public bool KeptUp => _unbroken >= HoldRule.LeastRate * _passed;

    /// <summary>What comes now is the first after a pause: the time in front of it says nothing.</summary>
    public void Begin(TimeSpan now) => (_last, _passed, _unbroken) = (now, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>What comes now is the first after a gap.</summary>
    public void BeginPart() => Paused = TimeSpan.Zero;

    /// <summary>A chunk has come.</summary>
    /// <param name="now">When.</param>
    /// <param name="before">How long the chunk before it sounds.</param>
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
