using Audio.Testing.Engines;

namespace Audio.Core.Tests.Arrivals;

/// <summary>
/// A sink in virtual time that behaves as ours do: woken when idle, then every period of 5 ms. It knows what was heard
/// when.
/// </summary>
internal sealed class SinkClock(TestEngine test, int rate)
{
    private const long PeriodMicros = 5_000;

    private readonly int _periodFrames = (int)(rate * PeriodMicros / 1_000_000);
    private readonly List<(long Micros, int Sample)> _periods = [];
    private long _now;
    private long? _nextPeriod; // null: idle
    private int _wakes;

    /// <summary>When the last period that sounded ended.</summary>
    public long LastSound { get; private set; }

    public void RunTo(long micros)
    {
        while (true)
        {
            if (_nextPeriod is null && test.Output.Wakes != _wakes)
                _nextPeriod = _now;
            if (_nextPeriod == _now)
                Render();
            if (_now >= micros)
                return;
            // idle, it looks every millisecond whether a timer woke it
            long next = Math.Min(micros, _nextPeriod ?? _now + 1_000);
            test.Time.Advance(TimeSpan.FromMicroseconds(next - _now));
            _now = next;
        }
    }

    public void RunOut()
    {
        RunTo(_now + 1_000);
        while (_nextPeriod is not null)
            RunTo(_now + 1_000);
        test.Time.Advance(TimeSpan.FromSeconds(1));
    }

    /// <summary>The left channel as it was heard: frame n is n / rate seconds behind the start.</summary>
    public float[] Heard()
    {
        float[] heard = new float[LastSound * rate / 1_000_000 + 1];
        foreach ((long micros, int sample) in _periods)
        {
            for (int i = 0; i < _periodFrames; i++)
                heard[micros * rate / 1_000_000 + i] = test.Output.Rendered[sample + 2 * i];
        }

        return heard;
    }

    private void Render()
    {
        _wakes = test.Output.Wakes;
        int sample = test.Output.Rendered.Count;
        if (test.Output.Render(_periodFrames))
        {
            _periods.Add((_now, sample));
            _nextPeriod = _now + PeriodMicros;
            LastSound = _nextPeriod.Value;
        }
        else
        {
            _nextPeriod = null;
        }

        test.Output.FramesPlayed = test.Output.Rendered.Count / 2;
    }
}
