namespace Audio.Core.Sessions;

/// <summary>The statistics of a session at one moment.</summary>
public sealed record SessionStatistics
{
    /// <summary>Bytes of the stream received, including headers.</summary>
    public long BytesReceived { get; init; }

    /// <summary>
    /// Bytes of the stream that were not sound and were skipped, such as the chunks after a WAV file's data.
    /// </summary>
    public long BytesIgnored { get; init; }

    /// <summary>Frames of the stream's codec that were damaged: concealed, or lost.</summary>
    public int Damaged { get; init; }

    /// <summary>Frames received, decoded or in the backlog, at the stream's own rate.</summary>
    public long FramesReceived { get; init; }

    /// <summary>Frames heard, at the stream's own rate; exact after the end, to within a period before.</summary>
    public long FramesPlayed { get; init; }

    /// <summary>
    /// Frames that were received but neither heard nor skipped, at the stream's own rate; 0 before the end, and if the
    /// end was heard.
    /// </summary>
    public long FramesDiscarded { get; init; }

    /// <summary>
    /// Frames skipped because more than <see cref="SessionOptions.MaxLatency"/> was held, at the stream's own rate.
    /// After the end, the frames received are the sum of those played, discarded and skipped.
    /// </summary>
    public long FramesSkipped { get; init; }

    /// <summary>Sound held and not yet mixed, including the effects and the backlog.</summary>
    public TimeSpan Buffered { get; init; }

    /// <summary>Gaps because no sound arrived in time. Silence before the end of the stream does not count.</summary>
    public int Underruns { get; init; }

    /// <summary>Time to first audio.</summary>
    public TimeToFirstAudio Ttfa { get; init; } = TimeToFirstAudio.NotMeasured;
}
