using Audio.Protocol;

namespace Audio.Core.Sinks;

/// <summary>The options of every sink.</summary>
public sealed record SinkOptions
{
    /// <summary>The range of <see cref="SampleRate"/>, in hertz.</summary>
    public static OptionRange<int> SampleRateRange { get; } = new(8_000, 192_000);

    /// <summary>The range of <see cref="Period"/>.</summary>
    public static OptionRange<TimeSpan> PeriodRange { get; } =
        new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(100));

    /// <summary>The range of <see cref="Latency"/>, which is also at least two periods.</summary>
    public static OptionRange<TimeSpan> LatencyRange { get; } = new(2 * PeriodRange.Min, TimeSpan.FromSeconds(2));

    /// <summary>
    /// The sink: <c>auto</c>, <c>pulse</c>, <c>wasapi</c> (Windows), <c>portaudio</c>, <c>null</c>, or <c>wav:PATH</c>.
    /// An existing file is not overwritten: the mix then goes to the next free numbered name, such as <c>mix-2.wav</c>,
    /// which <see cref="OutputStatus.Sink"/> reports.
    /// </summary>
    public string Sink { get; init; } = "auto";

    /// <summary>The mix rate in hertz, 8,000 to 192,000.</summary>
    public int SampleRate { get; init; } = 48_000;

    /// <summary>How much the sink takes at once, 1 to 100 ms.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How much the device holds, at least two periods and at most 2 s.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// The PulseAudio or PipeWire server, as in <c>PULSE_SERVER</c> (<c>unix:/run/user/1000/pulse/native</c>); null:
    /// libpulse chooses, by <c>PULSE_SERVER</c>, <c>client.conf</c> and the runtime folder.
    /// </summary>
    public string? PulseServer { get; init; }

    /// <summary>
    /// The sample encoding of <c>wav:PATH</c>: <see cref="SampleEncoding.PcmS16Le"/>, in which 16-bit input at the mix
    /// rate is unchanged and everything else is dithered (TPDF), or <see cref="SampleEncoding.Float32Le"/>.
    /// </summary>
    public SampleEncoding WavEncoding { get; init; } = SampleEncoding.PcmS16Le;

    /// <summary>
    /// Whether <c>wav:PATH</c> plays in real time; if not, it writes as fast as sound arrives, which counts as heard at
    /// once.
    /// </summary>
    public bool WavRealTime { get; init; } = true;

    /// <summary>The mix always has two channels.</summary>
    public const int Channels = 2;

    /// <summary>Frames in one period.</summary>
    public int PeriodFrames => (int)(SampleRate * Period.Ticks / TimeSpan.TicksPerSecond);

    /// <summary>Frames the device holds: a whole number of periods, at least two.</summary>
    public int LatencyFrames => Math.Max(2, (int)Math.Round(Latency / Period)) * PeriodFrames;
}
