namespace Audio.Core.Sessions;

/// <summary>What is known of a session at one moment.</summary>
public sealed record SessionStatistics
{
    /// <summary>Bytes taken from the stream, headers included.</summary>
    public long BytesReceived { get; init; }

    /// <summary>
    /// Bytes of the stream that were no sound and were passed over, such as the chunks behind a WAV file's data.
    /// </summary>
    public long BytesIgnored { get; init; }

    /// <summary>Frames that are here, decoded or in the backlog, at the stream's own rate.</summary>
    public long FramesReceived { get; init; }

    /// <summary>Frames heard, at the stream's own rate; after the end exact, before it to within a period.</summary>
    public long FramesPlayed { get; init; }

    /// <summary>
    /// Frames that were received, neither heard nor skipped, at the stream's own rate; 0 before the end, and where the
    /// end was heard.
    /// </summary>
    public long FramesDiscarded { get; init; }

    /// <summary>
    /// Frames that were skipped because more was held than <see cref="SessionOptions.MaxLatency"/>, at the stream's own
    /// rate. After the end, those received are those played, discarded and skipped.
    /// </summary>
    public long FramesSkipped { get; init; }

    /// <summary>How much sound is held and not yet mixed, in the effects and in the backlog too.</summary>
    public TimeSpan Buffered { get; init; }

    /// <summary>Gaps heard because nothing had arrived in time. Silence before the end of the stream is none.</summary>
    public int Underruns { get; init; }

    /// <summary>Time to first audio.</summary>
    public TimeToFirstAudio Ttfa { get; init; } = TimeToFirstAudio.NotMeasured;
}
