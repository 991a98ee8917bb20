using System.Collections.ObjectModel;
using Audio.Core.Effects;
using Audio.Core.Mixing;
using Audio.Core.Sessions;
using Audio.Core.Sinks;
using Audio.Protocol.Etiquette;

namespace Audio.Core.Engine;

/// <summary>The options of an engine, and the range of each that has one.</summary>
public sealed record AudioEngineOptions
{
    private const long MiB = 1024 * 1024;
    private const long GiB = 1024 * MiB;

    /// <summary>The range of <see cref="MaxSessionsPerClient"/>.</summary>
    public static OptionRange<int> MaxSessionsPerClientRange { get; } = new(1, 100_000);

    /// <summary>The range of <see cref="MaxBuffered"/>.</summary>
    public static OptionRange<TimeSpan> MaxBufferedRange { get; } =
        new(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));

    /// <summary>The range of <see cref="MaxBufferedBytes"/>.</summary>
    public static OptionRange<long> MaxBufferedBytesRange { get; } = new(MiB, 64 * GiB);

    /// <summary>The range of <see cref="MaxBacklog"/>.</summary>
    public static OptionRange<TimeSpan> MaxBacklogRange { get; } = new(TimeSpan.Zero, TimeSpan.FromHours(24));

    /// <summary>The range of <see cref="MaxBacklogBytes"/>.</summary>
    public static OptionRange<long> MaxBacklogBytesRange { get; } = new(0, GiB);

    /// <summary>The range of <see cref="MaxBacklogTotalBytes"/>.</summary>
    public static OptionRange<long> MaxBacklogTotalBytesRange { get; } = new(MiB, 64 * GiB);

    /// <summary>The range of <see cref="Prefill"/>, which is also at most half of <see cref="MaxBuffered"/>.</summary>
    public static OptionRange<TimeSpan> PrefillRange { get; } = new(TimeSpan.Zero, TimeSpan.FromSeconds(2));

    /// <summary>The range of <see cref="MaxPrefill"/>.</summary>
    public static OptionRange<TimeSpan> MaxPrefillRange { get; } = new(TimeSpan.Zero, TimeSpan.FromSeconds(2));

    /// <summary>The range of <see cref="SilentAfter"/>.</summary>
    public static OptionRange<TimeSpan> SilentAfterRange { get; } =
        new(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));

    /// <summary>The range of <see cref="YieldAfter"/>.</summary>
    public static OptionRange<TimeSpan> YieldAfterRange { get; } =
        new(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(24));

    /// <summary>The range of <see cref="MaxSessionsPerChannel"/>.</summary>
    public static OptionRange<int> MaxSessionsPerChannelRange { get; } = new(1, 100_000);

    /// <summary>The range of <see cref="TrimAfter"/>.</summary>
    public static OptionRange<TimeSpan> TrimAfterRange { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    /// <summary>The range of <see cref="MaxChunkBytes"/>.</summary>
    public static OptionRange<int> MaxChunkBytesRange { get; } = new(1024, 64 * (int)MiB);

    /// <summary>The sink, and its rate, period and latency.</summary>
    public SinkOptions Sink { get; set; } = new();

    /// <summary>
    /// Creates a sink of your own instead of the one that <see cref="SinkOptions.Sink"/> names; null: not used. It is
    /// given <see cref="Sink"/>; its sink takes 32-bit float stereo at <see cref="SinkOptions.SampleRate"/>. Called by
    /// <see cref="AudioEngine.Start"/> and, after a device was lost, for each attempt to reopen it; on a control
    /// thread, one call at a time. It may block for some seconds. The engine owns and disposes the sink. An exception
    /// counts as a sink that does not open.
    /// </summary>
    public Func<SinkOptions, IAudioSink>? CreateSink { get; set; }

    /// <summary>What happens to sessions while the device is gone.</summary>
    public DeviceLossPolicy DeviceLoss { get; set; } = DeviceLossPolicy.Wait;

    /// <summary>The most sessions open at once.</summary>
    public int MaxSessions { get; set; } = 1024;

    /// <summary>
    /// The most sessions that one client may have open, 1 to 100,000; see <see cref="SessionOptions.Client"/>.
    /// </summary>
    public int MaxSessionsPerClient { get; set; } = 64;

    /// <summary>The most sound that one session may hold, 100 ms to 10 min; beyond it the producer waits.</summary>
    public TimeSpan MaxBuffered { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most memory for the decoded sound of all sessions, in bytes; beyond it producers wait.</summary>
    public long MaxBufferedBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>
    /// The most undecoded sound that a session with <see cref="SessionOptions.KeepsBacklog"/> may hold in addition to
    /// <see cref="MaxBuffered"/>; 0 (none) to 24 h. Beyond it the producer waits.
    /// </summary>
    public TimeSpan MaxBacklog { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The most bytes in the backlog of one session, however long they play; 0 (none) to 1 GiB.</summary>
    public long MaxBacklogBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>
    /// The most memory for the backlogs of all sessions, in bytes, 1 MiB to 64 GiB; beyond it producers wait.
    /// </summary>
    public long MaxBacklogTotalBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>
    /// How much sound a session must hold before it plays, at its start and after an underrun; 0: it plays with its
    /// first chunk. At most 2 s.
    /// </summary>
    public TimeSpan Prefill { get; set; } = TimeSpan.Zero;

    /// <summary>
    /// The longest that a session with a bursty producer is held back when it resumes after an underrun. It is held
    /// back for as long as its producer fell behind in the last 20 s, up to this limit; 0: only for <see
    /// cref="Prefill"/>. At most 2 s. The start of a session is not affected.
    /// </summary>
    public TimeSpan MaxPrefill { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The ducking rules. A rule replaces the one for the same pair in <see cref="DuckingRule.Defaults"/>; of several
    /// rules for one pair the last one counts.
    /// </summary>
    public IReadOnlyList<DuckingRule> Ducking { get; set; } = [];

    /// <summary>
    /// How long a session must be silent before it no longer blocks its channel, 100 ms to 1 h. When its sound
    /// continues, it plays at the same time as the others.
    /// </summary>
    public TimeSpan SilentAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a session must be paused before it no longer blocks its channel, 100 ms to 24 h. When it is resumed
    /// while others play there, it waits for its turn, unless it mixes.
    /// </summary>
    public TimeSpan YieldAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The most sessions on one channel, playing and waiting; 1 to 100,000.</summary>
    public int MaxSessionsPerChannel { get; set; } = 128;

    /// <summary>The effects of sessions that do not set their own; each session has its own instances.</summary>
    public EffectChain SessionEffects { get; set; } = EffectChain.Empty;

    /// <summary>
    /// The effects on the sum of all sessions of a priority, before its volume. They must not change the length of the
    /// sound. Created once, with the engine; as they run on the render thread, they must not allocate or take a lock.
    /// One that throws is removed and logged.
    /// </summary>
    public IReadOnlyDictionary<SessionPriority, EffectChain> BusEffects { get; set; } =
        ReadOnlyDictionary<SessionPriority, EffectChain>.Empty;

    /// <summary>
    /// The effects on the whole mix, before the master's volume and the limiter; otherwise like <see
    /// cref="BusEffects"/>.
    /// </summary>
    public EffectChain MasterEffects { get; set; } = EffectChain.Empty;

    /// <summary>
    /// What decodes AAC, MP4 and other formats that the engine does not decode itself: <c>none</c>; <c>auto</c>, which
    /// is the <c>ffmpeg</c> on the PATH, if there is one when it is needed; or the path of one. It runs as a process
    /// for each such stream, at most 16 at once, without access to files or the network, and with at most 1 GiB of
    /// memory.
    /// </summary>
    public string Ffmpeg { get; set; } = Codecs.Foreign.Ffmpeg.None;

    /// <summary>
    /// Whether <see cref="Ffmpeg"/> also decodes what other accounts of this machine send: see <see
    /// cref="SessionOptions.IsOwnUser"/>.
    /// </summary>
    public bool FfmpegForAnyone { get; set; }

    /// <summary>
    /// How long no session must have been open before the memory of a burst is given back to the system, 1 s to 1 h. A
    /// garbage collection of the whole process does that, if it has allocated at least 4 MiB since the last one. <see
    /// langword="null"/>: the engine never asks for a collection.
    /// </summary>
    public TimeSpan? TrimAfter { get; set; }

    /// <summary>The largest payload of one chunk frame, in bytes.</summary>
    public int MaxChunkBytes { get; set; } = 1024 * 1024;

    /// <exception cref="AudioException">An option is out of its range; the message names it.</exception>
    internal void Validate()
    {
        Check(
            SinkOptions.SampleRateRange.Contains(Sink.SampleRate),
            "Sink.SampleRate is between 8000 and 192000 Hz",
            Sink.SampleRate
        );
        Check(SinkOptions.PeriodRange.Contains(Sink.Period), "Sink.Period is between 1 and 100 ms", Sink.Period);
        Check(
            Sink.Latency >= 2 * Sink.Period && SinkOptions.LatencyRange.Contains(Sink.Latency),
            "Sink.Latency is between two periods and 2 s",
            Sink.Latency
        );
        Check(MaxSessions >= 1, "MaxSessions is at least 1", MaxSessions);
        Check(
            MaxSessionsPerClientRange.Contains(MaxSessionsPerClient),
            "MaxSessionsPerClient is between 1 and 100,000",
            MaxSessionsPerClient
        );
        Check(MaxBufferedRange.Contains(MaxBuffered), "MaxBuffered is between 100 ms and 10 min", MaxBuffered);
        Check(
            MaxBufferedBytesRange.Contains(MaxBufferedBytes),
            "MaxBufferedBytes is between 1 MiB and 64 GiB",
            MaxBufferedBytes
        );
        Check(MaxBacklogRange.Contains(MaxBacklog), "MaxBacklog is between 0 and 24 h", MaxBacklog);
        Check(
            MaxBacklogBytesRange.Contains(MaxBacklogBytes),
            "MaxBacklogBytes is between 0 and 1 GiB",
            MaxBacklogBytes
        );
        Check(
            MaxBacklogTotalBytesRange.Contains(MaxBacklogTotalBytes),
            "MaxBacklogTotalBytes is between 1 MiB and 64 GiB",
            MaxBacklogTotalBytes
        );
        Check(
            PrefillRange.Contains(Prefill) && Prefill <= MaxBuffered / 2,
            "Prefill is between 0 and 2 s, and at most half of MaxBuffered",
            Prefill
        );
        Check(MaxPrefillRange.Contains(MaxPrefill), "MaxPrefill is between 0 and 2 s", MaxPrefill);
        Check(
            Ffmpeg is Codecs.Foreign.Ffmpeg.Auto or Codecs.Foreign.Ffmpeg.None || Path.IsPathFullyQualified(Ffmpeg),
            "Ffmpeg is none, auto or a whole path",
            Ffmpeg
        );
        CheckEffects(nameof(SessionEffects), SessionEffects.Check);
        CheckEffects(nameof(MasterEffects), MasterEffects.CheckInPlace);
        foreach ((SessionPriority bus, EffectChain effects) in BusEffects)
            CheckEffects($"{nameof(BusEffects)}[{bus}]", effects.CheckInPlace);
        Check(SilentAfterRange.Contains(SilentAfter), "SilentAfter is between 100 ms and 1 h", SilentAfter);
        Check(YieldAfterRange.Contains(YieldAfter), "YieldAfter is between 100 ms and 24 h", YieldAfter);
        Check(
            MaxSessionsPerChannelRange.Contains(MaxSessionsPerChannel),
            "MaxSessionsPerChannel is between 1 and 100000",
            MaxSessionsPerChannel
        );
        if (TrimAfter is { } trimAfter)
            Check(TrimAfterRange.Contains(trimAfter), "TrimAfter is between 1 s and 1 h", trimAfter);
        foreach (DuckingRule rule in Ducking)
            Check(rule.Refusal() is null, $"A ducking rule is one where {rule.Refusal()}", rule);
        Check(MaxChunkBytesRange.Contains(MaxChunkBytes), "MaxChunkBytes is between 1 KiB and 64 MiB", MaxChunkBytes);
    }

    private void CheckEffects(string name, Action<int> check)
    {
        try
        {
            check(Sink.SampleRate);
        }
        catch (EffectException error)
        {
            throw new AudioException(AudioErrorKind.Unsupported, $"{name}: {error.Message}");
        }
    }

    private static void Check(bool holds, string rule, object value)
    {
        if (!holds)
            throw new AudioException(AudioErrorKind.Unsupported, $"{rule}; it is {value}.");
    }
}
