using Audio.Core.Sessions.Intake;
using Audio.Core.Sessions.Stages;

namespace Audio.Core.Sessions;

/// <summary>Collects the statistics of a session from its parts. Any thread.</summary>
internal sealed class SessionFigures(
    StreamDecoder stream,
    SessionIntake intake,
    SessionPosition position,
    FirstSound first
)
{
    /// <summary>Frames heard, at the stream's own rate, to within a period; allocates nothing.</summary>
    public long FramesPlayed
    {
        get
        {
            long played = position.FramesPlayed;
            return played - stream.SkippedUpTo(played);
        }
    }

    public SessionStatistics Now() =>
        new()
        {
            BytesReceived = intake.BytesReceived,
            BytesIgnored = stream.BytesIgnored,
            Damaged = stream.Damaged,
            FramesReceived = intake.FramesReceived,
            FramesPlayed = FramesPlayed,
            FramesSkipped = stream.FramesSkipped,
            Buffered =
                position.Duration((stream.Buffer?.BufferedFrames ?? 0) + stream.FramesInEffects)
                + TimeSpan.FromSeconds((double)intake.FramesInBacklog / stream.Format.SampleRate),
            Underruns = stream.Buffer?.Underruns ?? 0,
            Ttfa = first.Ttfa,
        };
}
