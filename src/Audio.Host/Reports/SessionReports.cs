using Audio.Core.Sessions;
using Audio.Core.Sinks;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V4;

namespace Audio.Host.Reports;

/// <summary>Maps sessions to JSON, for both <c>/status</c> and <c>/v1</c>.</summary>
internal static class SessionReports
{
    /// <summary>A session that has not ended.</summary>
    public static PlaybackReport Of(AudioSession session)
    {
        SessionStatistics statistics = session.Statistics;
        return new PlaybackReport(
            session.Id,
            session.Owner,
            Name(session.State),
            Of(session.Format),
            Milliseconds(statistics.Buffered),
            PlayedMs(statistics, session.Format),
            statistics.BytesReceived,
            statistics.Underruns,
            Math.Round((double)session.Volume, 4),
            TtfaMs(statistics),
            EtiquetteNames.NameOf(session.Etiquette.Priority)
        )
        {
            Channel = session.Etiquette.Channel,
            Overlap = session.Etiquette.Channel is null ? null : EtiquetteNames.NameOf(session.Etiquette.Overlap),
            Waiting = session.Waiting is { } wait ? new WaitReport(wait.Position, wait.InterruptedBy) : null,
            Inaudible = Of(session.Inaudible),
        };
    }

    /// <summary>A session that has ended.</summary>
    public static EndedReport Of(SessionResult result) =>
        new(
            result.SessionId,
            result.Owner,
            Name(SessionState.Ended),
            V4EndReasons.NameOf(result.Reason),
            result.Error,
            Of(result.Format),
            PlayedMs(result),
            result.Statistics.FramesPlayed,
            result.Statistics.FramesReceived,
            result.Statistics.BytesReceived,
            result.Statistics.Underruns,
            TtfaMs(result.Statistics),
            result.IsAudible
        )
        {
            Inaudible = Of(result.Inaudible),
            FramesSkipped = Skipped(result.Statistics),
            Damaged = Damaged(result.Statistics),
        };

    /// <summary>Frames skipped; null if there were none.</summary>
    public static long? Skipped(SessionStatistics statistics) =>
        statistics.FramesSkipped > 0 ? statistics.FramesSkipped : null;

    /// <summary>Damaged frames of its codec; null if there were none.</summary>
    public static int? Damaged(SessionStatistics statistics) => statistics.Damaged > 0 ? statistics.Damaged : null;

    /// <summary>Why something cannot be heard.</summary>
    public static InaudibleReport? Of(Inaudibility? why) =>
        why is null
            ? null
            : new InaudibleReport(InaudibleReasonNames.NameOf(why.Reason), why.Message)
            {
                Ms = why.Length is { } length ? Milliseconds(length) : null,
            };

    /// <summary>How much was played, in milliseconds.</summary>
    public static double PlayedMs(SessionResult result) => PlayedMs(result.Statistics, result.Format);

    /// <summary>
    /// Time to first audio at the device, in milliseconds; <see langword="null"/> if it was not measured.
    /// </summary>
    public static double? TtfaMs(SessionStatistics statistics) =>
        statistics.Ttfa.Device is { } ttfa ? Milliseconds(ttfa) : null;

    /// <summary>The name of a value in JSON.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static FormatReport? Of(AudioFormat? format) =>
        format is { } known ? new(SampleEncodingNames.NameOf(known.Encoding), known.SampleRate, known.Channels) : null;

    private static double PlayedMs(SessionStatistics statistics, AudioFormat? format) =>
        Math.Round(1000.0 * statistics.FramesPlayed / (format?.SampleRate ?? 1), 1);

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);
}
