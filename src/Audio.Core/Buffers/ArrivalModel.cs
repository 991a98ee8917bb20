namespace Audio.Core.Buffers;

/// <summary>
/// Learns from the arrivals of one session how far its producer falls behind, and so how long sound that starved is to
/// be held back before it goes on. It knows nothing at first and asks for nothing; what it has learned it forgets after
/// <see cref="Memory"/>. Allocates nothing once made; one thread at a time.
/// </summary>
/// <remarks>
/// <para>
/// The measure is the relative delay of WebRTC's NetEQ
/// (<c>modules/audio_coding/neteq/relative_arrival_delay_tracker.cc</c>): how much later a chunk came than the
/// producer's fastest one would have, in the recursion of D. V. Lindley (The theory of queues with a single server,
/// 1952): <c>delay = max(0, delay + gap - duration of the chunk before)</c>. It leaks away slowly, so that a clock a
/// little slower than ours does not add up.
/// </para>
/// <para>
/// A delay counts by what it does to playback. A producer faster than real time may be as uneven as it likes while more
/// is held than it lost, so a delay smaller than what is held counts as none; and one that is larger than the wait that
/// would have bridged it counts as that wait, but as no less than <see cref="Jitter"/>. A producer that was silent for
/// longer than the cap has paused: no hold would have helped, none is learned, and what comes then is a new start,
/// which sounds at once.
/// </para>
/// <para>
/// Where NetEQ takes a quantile of all delays, because it pays for its buffer all the time, this takes the worst of the
/// last 20 s: a session pays only when it goes on after a gap, and each gap is heard. PulseAudio's watermark is kept as
/// long without need (<c>TSCHED_WATERMARK_VERIFY_AFTER_USEC</c>, <c>src/modules/alsa/alsa-sink.c</c>).
/// </para>
/// </remarks>
internal sealed class ArrivalModel
{
    /// <summary>How long a delay is remembered.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(20);

    /// <summary>Delays up to this are taken for jitter, and counted also where they did no harm yet.</summary>
    public static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(60);

    /// <summary>
    /// What is held above the worst that was seen: the sink takes whole periods, and no two delays are alike.
    /// </summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(5);

    /// <summary>Below this a delay is noise of the clocks.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(1);

    /// <summary>In which 63 % of a delay that has not grown leaks away.</summary>
    private const double LeakSeconds = 10;

    // Immutable.
    private readonly TimeSpan _cap;
    private readonly TimeSpan[] _worst = new TimeSpan[(int)Memory.TotalSeconds]; // of each second, a ring

    // One thread at a time.
    private bool _begun; // the chunk before is one to measure from
    private long _second;
    private TimeSpan _last;
    private TimeSpan _lastHeld;
    private TimeSpan _delay;

    /// <summary>Makes a model that has seen nothing.</summary>
    /// <param name="cap">The longest hold it may ask for; zero: it learns nothing.</param>
    public ArrivalModel(TimeSpan cap) => _cap = cap;

    /// <summary>
    /// How long to hold back sound that starved, beyond the duration of its newest chunk: until so much more is held,
    /// or so much time has passed since that chunk came. Zero to the cap.
    /// </summary>
    public TimeSpan Hold { get; private set; }

    /// <summary>A chunk has come.</summary>
    /// <param name="now">When; any clock that runs on.</param>
    /// <param name="before">How long the chunk before it sounds: the time that it had.</param>
    /// <param name="held">How much was held when it came; zero: nothing sounded any more.</param>
    public void Observe(TimeSpan now, TimeSpan before, TimeSpan held)
    {
        if (_cap <= TimeSpan.Zero)
            return;
        Forget(now);
        bool paused = _begun && Measure(now - _last, before, held);
        _begun = true;
        _last = now;
        _lastHeld = held;
        Hold = paused ? TimeSpan.Zero : Worst();
    }

    /// <summary>Playback stood still for a while: the gap in front of the next chunk says nothing.</summary>
    public void Interrupt()
    {
        _begun = false;
        _delay = TimeSpan.Zero;
    }

    /// <returns>Whether the producer had paused.</returns>
    private bool Measure(TimeSpan gap, TimeSpan before, TimeSpan held)
    {
        TimeSpan dry = gap - _lastHeld - before;
        TimeSpan late = held > TimeSpan.Zero || dry < TimeSpan.Zero ? TimeSpan.Zero : dry;
        if (late > _cap)
        {
            _delay = TimeSpan.Zero;
            return true;
        }

        _delay = _delay * Math.Exp(-gap.TotalSeconds / LeakSeconds) + gap - before;
        if (_delay < TimeSpan.Zero)
            _delay = TimeSpan.Zero;
        if (_delay <= Noise || _delay <= held)
            return false;
        TimeSpan bridged = Worst() + late;
        Count(Least(_delay, bridged < Jitter ? Jitter : bridged));
        return false;
    }

    private void Count(TimeSpan delay)
    {
        ref TimeSpan worst = ref _worst[_second % _worst.Length];
        if (delay > worst)
            worst = delay;
    }

    /// <summary>Seconds that passed make room in the ring.</summary>
    private void Forget(TimeSpan now)
    {
        long second = now.Ticks / TimeSpan.TicksPerSecond;
        if (second - _second >= _worst.Length)
        {
            Array.Clear(_worst);
            _second = second;
        }

        while (_second < second)
            _worst[++_second % _worst.Length] = TimeSpan.Zero;
    }

    private TimeSpan Worst()
    {
        TimeSpan worst = TimeSpan.Zero;
        foreach (TimeSpan delay in _worst)
        {
            if (delay > worst)
                worst = delay;
        }

        return worst == TimeSpan.Zero ? worst : Least(worst + Margin, _cap);
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
