namespace Audio.Core.Buffers;

/// <summary>
/// Learns from the arrival times of one session how far its producer falls behind, and from that how long to hold sound
/// back when it resumes after an underrun. It starts out knowing nothing and asking for no hold, and forgets a delay
/// after <see cref="Memory"/>. Allocates nothing after construction; one thread at a time.
/// </summary>
/// <remarks>
/// <para>
/// The measure is the relative delay of WebRTC's NetEQ
/// (<c>modules/audio_coding/neteq/relative_arrival_delay_tracker.cc</c>): how much later a chunk came than the
/// producer's fastest chunk would have, by the recursion of D. V. Lindley (The theory of queues with a single server,
/// 1952): <c>delay = max(0, delay + gap - duration of the chunk before)</c>. It leaks away slowly, so that a producer
/// clock slightly slower than ours does not accumulate a delay.
/// </para>
/// <para>
/// What counts is the effect of a delay on playback. A producer faster than real time may be as irregular as it likes
/// while more is buffered than it lost, so a delay shorter than the buffered sound counts as zero. A delay longer than
/// the wait that would have bridged it counts as that wait, but at least as <see cref="Jitter"/>. A producer that was
/// silent for longer than the cap has paused: no hold would have helped, so none is learned, and its next sound starts
/// at once.
/// </para>
/// <para>
/// NetEQ takes a quantile of all delays because it pays for its buffer all the time. This takes the worst of the last
/// 20 s, because a session pays only when it resumes after a gap, and every gap is audible. PulseAudio keeps its
/// watermark for the same time (<c>TSCHED_WATERMARK_VERIFY_AFTER_USEC</c>, <c>src/modules/alsa/alsa-sink.c</c>).
/// </para>
/// </remarks>
internal sealed class ArrivalModel
{
    /// <summary>How long a delay is remembered.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(20);

    /// <summary>Delays up to this are jitter, and count even if they did no harm.</summary>
    public static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(60);

    /// <summary>Added to the worst delay seen: the sink reads whole periods, and no two delays are alike.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(5);

    /// <summary>A shorter delay is clock noise.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(1);

    /// <summary>The time constant of the leak: 63 % of a delay that does not grow is gone after it.</summary>
    private const double LeakSeconds = 10;

    // Immutable.
    private readonly TimeSpan _cap;
    private readonly TimeSpan[] _worst = new TimeSpan[(int)Memory.TotalSeconds]; // of each second, a ring

    // One thread at a time.
    private bool _begun; // the previous chunk can be measured from
    private long _second;
    private TimeSpan _last;
    private TimeSpan _lastHeld;
    private TimeSpan _delay;

    /// <summary>Creates a model that has seen nothing.</summary>
    /// <param name="cap">The longest hold it may ask for; zero: it learns nothing.</param>
    public ArrivalModel(TimeSpan cap) => _cap = cap;

    /// <summary>
    /// How long to hold sound back after an underrun, in addition to the duration of its newest chunk: until that much
    /// more is buffered, or that much time has passed since the chunk arrived. Zero to the cap.
    /// </summary>
    public TimeSpan Hold { get; private set; }

    /// <summary>A chunk has come.</summary>
    /// <param name="now">When, by any monotonic clock.</param>
    /// <param name="before">The duration of the previous chunk, which is the time this one had.</param>
    /// <param name="held">How much was buffered when it arrived; zero: playback had run dry.</param>
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

    /// <summary>Playback was interrupted: the time before the next chunk says nothing about the producer.</summary>
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

    /// <summary>Clears the entries of the seconds that have passed.</summary>
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
