using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>
/// The figures of a session, over all its restarts. On the receiving loop, or on the connection loop while there is no
/// connection.
/// </summary>
/// <param name="format">The format of the samples; null: the stream says it, and the daemon counts.</param>
internal sealed class SessionFigures(AudioFormat? format)
{
    private int _underrunsBefore;
    private TimeSpan? _timeToFirstAudio;
    private TimeSpan? _heard;

    /// <summary>The frame of the stream at which the daemon's present session began.</summary>
    public long FirstFrame { get; private set; }

    /// <summary>Underruns so far.</summary>
    public int Underruns { get; private set; }

    public int Restarts { get; private set; }

    /// <summary>The first sample has sounded.</summary>
    public void Playing(TimeSpan? timeToFirstAudio) => _timeToFirstAudio ??= timeToFirstAudio;

    /// <summary>The daemon says how far a stream was heard whose format it has found.</summary>
    public void Heard(long? milliseconds) => _heard = Milliseconds(milliseconds) ?? _heard;

    /// <summary>How much was heard, by the bytes of the samples or by the daemon's word.</summary>
    public TimeSpan? HeardUpTo(long bytesPlayed) =>
        format is { } samples ? Duration(bytesPlayed / samples.BytesPerFrame, samples.SampleRate) : _heard;

    /// <summary>The daemon counts another underrun of its session.</summary>
    public void Underrun(int count) => Underruns = _underrunsBefore + count;

    /// <summary>A daemon has the session again, and says how many underruns it has counted.</summary>
    public void Resumed(int underruns) => Underruns = Math.Max(Underruns, _underrunsBefore + underruns);

    /// <summary>The session starts again at a frame of its stream.</summary>
    public void Restarted(long firstFrame)
    {
        FirstFrame = firstFrame;
        _underrunsBefore = Underruns;
        Restarts++;
    }

    /// <summary>The result, as the daemon says it.</summary>
    public PlaybackResult Ended(string id, V4SessionEnded ended)
    {
        int? rate = format?.SampleRate ?? ended.SampleRate;
        long framesPlayed = FirstFrame + ended.FramesPlayed;
        return new PlaybackResult
        {
            SessionId = id,
            Reason = V4EndReasons.Parse(ended.Reason),
            ReasonText = ended.Reason,
            SampleRate = rate,
            FramesPlayed = framesPlayed,
            FramesSkipped = ended.FramesSkipped ?? 0,
            FramesReceived = FirstFrame + ended.FramesReceived,
            BytesReceived = FirstFrame * (format?.BytesPerFrame ?? 0) + ended.BytesReceived,
            Damaged = ended.Damaged ?? 0,
            Underruns = _underrunsBefore + ended.Underruns,
            TimeToFirstAudio = _timeToFirstAudio ?? Milliseconds(ended.TtfaMs),
            Played = rate is { } hertz ? Duration(framesPlayed, hertz) : _heard ?? TimeSpan.Zero,
            Restarts = Restarts,
            Error = ended.Error,
            IsAudible = ended.Audible,
            InaudibleReason = ended.Inaudible?.Reason,
            InaudibleMessage = ended.Inaudible?.Message,
            Unheard = Milliseconds(ended.Inaudible?.Ms) ?? TimeSpan.Zero,
        };
    }

    /// <summary>The result as far as the daemon had reported it.</summary>
    public PlaybackResult Untold(
        string id,
        SessionEndReason reason,
        long bytesReceived,
        long bytesPlayed,
        string why
    ) =>
        new()
        {
            SessionId = id,
            Reason = reason,
            ReasonText = V4EndReasons.NameOf(reason),
            SampleRate = format?.SampleRate,
            FramesPlayed = bytesPlayed / format?.BytesPerFrame ?? 0,
            FramesReceived = bytesReceived / format?.BytesPerFrame ?? 0,
            BytesReceived = bytesReceived,
            Underruns = Underruns,
            TimeToFirstAudio = _timeToFirstAudio,
            Played = HeardUpTo(bytesPlayed) ?? TimeSpan.Zero,
            Restarts = Restarts,
            Error = why,
        };

    public static TimeSpan? Milliseconds(double? value) => value is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

    private static TimeSpan Duration(long frames, int rate) => TimeSpan.FromSeconds((double)frames / rate);
}
