using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>
/// What the daemon says. <see cref="V4ServerMessages"/> reads and writes them. Times are Unix milliseconds.
/// </summary>
public abstract record V4ServerMessage
{
    private protected V4ServerMessage(string type) => Type = type;

    /// <summary>The name of the message.</summary>
    [JsonPropertyOrder(-2)]
    public string Type { get; }
}

/// <summary>A message that answers one of the client.</summary>
public abstract record V4Reply : V4ServerMessage
{
    private protected V4Reply(string type)
        : base(type) { }

    /// <summary>The <c>requestId</c> of what it answers, where there was one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyOrder(-1)]
    public string? RequestId { get; init; }
}

/// <summary>The first message on every connection.</summary>
/// <param name="ClientId"><c>client_N</c>.</param>
/// <param name="Timestamp">Now.</param>
/// <param name="Message">For people.</param>
/// <param name="Protocol">4.</param>
/// <param name="ResumeToken">Takes over this connection's sessions after a cut. A secret.</param>
/// <param name="ResumeWindowMs">For how long after the cut.</param>
/// <param name="Limits">The caps.</param>
public sealed record V4Welcome(
    string ClientId,
    long Timestamp,
    string Message,
    int Protocol,
    string ResumeToken,
    long ResumeWindowMs,
    V4Limits Limits
) : V4ServerMessage("welcome");

/// <summary>The caps of a daemon.</summary>
/// <param name="MaxMessageBytes">The longest message, text or binary.</param>
/// <param name="MaxSessions">The most sessions of one connection.</param>
/// <param name="MaxBufferedMs">
/// The most sound that the daemon holds for a session; <c>limit</c> follows from it.
/// </param>
public sealed record V4Limits(int MaxMessageBytes, int MaxSessions, long MaxBufferedMs);

/// <summary>Answers <c>ping</c>.</summary>
public sealed record V4Pong(long Timestamp) : V4Reply("pong");

/// <summary>Answers <c>get_status</c>.</summary>
/// <param name="ClientId">Whose.</param>
/// <param name="Connected">True.</param>
/// <param name="Timestamp">Now.</param>
/// <param name="Sessions">Its sessions that have not ended.</param>
public sealed record V4Status(string ClientId, bool Connected, long Timestamp, IReadOnlyList<V4SessionStatus> Sessions)
    : V4Reply("status");

/// <summary>Where a session stands; in <c>status</c> and in <c>resumed</c>.</summary>
/// <param name="SessionId">Its name.</param>
/// <param name="Handle">Its handle on this connection.</param>
/// <param name="State">One of <see cref="V4SessionStates"/>.</param>
/// <param name="Received">Bytes of its stream that are here: the next chunk frame's offset.</param>
/// <param name="Limit">The offset up to which the client may send.</param>
/// <param name="Played">Bytes of its stream that were heard.</param>
/// <param name="Volume">Its gain.</param>
/// <param name="Underruns">Gaps so far.</param>
public sealed record V4SessionStatus(
    string SessionId,
    uint Handle,
    string State,
    long Received,
    long Limit,
    long Played,
    double Volume,
    int Underruns
);

/// <summary>Answers <c>start_session</c>.</summary>
/// <param name="ClientId">Whose.</param>
/// <param name="SessionId">Its name.</param>
/// <param name="Handle">What names it in chunk frames.</param>
/// <param name="Limit">The offset up to which the client may send.</param>
/// <param name="AudioFormat">The format as it was understood.</param>
/// <param name="Timestamp">Now.</param>
public sealed record V4SessionStarted(
    string ClientId,
    string SessionId,
    uint Handle,
    long Limit,
    V4StartedFormat AudioFormat,
    long Timestamp
) : V4Reply("session_started");

/// <summary>The format of a session, with what follows from it.</summary>
/// <param name="Format"><c>pcm</c> or <c>wav</c>.</param>
/// <param name="SampleRate">In hertz.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Encoding">A name of <see cref="SampleEncodingNames"/>.</param>
/// <param name="BitDepth">Bits of a sample.</param>
/// <param name="BytesPerSample">Bytes of one sample of one channel.</param>
/// <param name="BytesPerSecond">Bytes of one second of all channels.</param>
public sealed record V4StartedFormat(
    string Format,
    int SampleRate,
    int Channels,
    string Encoding,
    int BitDepth,
    int BytesPerSample,
    long BytesPerSecond
)
{
    /// <summary>Describes a format.</summary>
    public static V4StartedFormat Of(AudioFormat format, AudioContainer container) =>
        new(
            container == AudioContainer.Wav ? V4AudioFormat.Wav : V4AudioFormat.Pcm,
            format.SampleRate,
            format.Channels,
            SampleEncodingNames.NameOf(format.Encoding),
            8 * format.BytesPerSample,
            format.BytesPerSample,
            format.BytesPerSecond
        );
}

/// <summary>
/// Answers <c>stop_session</c> and <c>cancel_session</c>, at once; <c>session_ended</c> follows when it is over.
/// </summary>
/// <param name="ClientId">Whose.</param>
/// <param name="SessionId">Which.</param>
/// <param name="Timestamp">Now.</param>
/// <param name="Stats">Its figures so far.</param>
public sealed record V4SessionStopped(string ClientId, string SessionId, long Timestamp, V4Stats Stats)
    : V4Reply("session_stopped");

/// <summary>The <c>stats</c> of <c>session_stopped</c>, as in version 3.</summary>
/// <param name="BytesReceived">Bytes of the stream.</param>
/// <param name="ChunksProcessed">Chunk frames.</param>
/// <param name="StartTime">When the first came; null before.</param>
/// <param name="EndTime">When the session was stopped.</param>
public sealed record V4Stats(long BytesReceived, long ChunksProcessed, long? StartTime, long? EndTime);

/// <summary>Answers <c>pause_session</c>, <c>resume_session</c> and <c>set_volume</c>: it was taken.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="Paused">Whether it is to be paused now.</param>
/// <param name="Volume">The gain it goes to.</param>
public sealed record V4SessionChanged(string SessionId, bool Paused, double Volume) : V4Reply("session_changed");

/// <summary>Answers <c>mark</c>: it was taken.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="Offset">Its stream offset in bytes.</param>
/// <param name="Name">What it is called.</param>
public sealed record V4MarkSet(string SessionId, long Offset, string Name) : V4Reply("mark_set");

/// <summary>Answers <c>resume</c>: the sessions of the cut connection are this connection's now.</summary>
/// <param name="Sessions">Those that go on: the client sends on from <c>received</c>.</param>
/// <param name="Ended">Those that have ended and may not have been told.</param>
public sealed record V4Resumed(IReadOnlyList<V4SessionStatus> Sessions, IReadOnlyList<V4SessionEnded> Ended)
    : V4Reply("resumed");

/// <summary>
/// The client may send up to <see cref="Limit"/>. <see cref="V4Flow"/> reads and writes it without allocating.
/// </summary>
/// <param name="SessionId">Which.</param>
/// <param name="Handle">Its handle on this connection.</param>
/// <param name="Received">Bytes of its stream that are here.</param>
/// <param name="Limit">The offset up to which the client may send; never falls.</param>
/// <param name="Played">Bytes of its stream that were heard.</param>
public sealed record V4FlowMessage(string SessionId, uint Handle, long Received, long Limit, long Played)
    : V4ServerMessage("flow");

/// <summary>
/// The first sample of a session has sounded. Milliseconds since its first byte arrived; null: not measured.
/// </summary>
/// <param name="SessionId">Which.</param>
/// <param name="TtfaMs">Until the device played it.</param>
/// <param name="DecodedMs">Until it was decoded.</param>
/// <param name="MixedMs">Until it was mixed.</param>
/// <param name="Timestamp">Now.</param>
public sealed record V4Playing(string SessionId, double? TtfaMs, double? DecodedMs, double? MixedMs, long Timestamp)
    : V4ServerMessage("playing");

/// <summary>Nothing had arrived in time, and it sounds again now.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="Underruns">How often so far.</param>
/// <param name="Timestamp">Now.</param>
public sealed record V4Underrun(string SessionId, int Underruns, long Timestamp) : V4ServerMessage("underrun");

/// <summary>It is paused, whoever asked for it.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="Timestamp">Now.</param>
public sealed record V4Paused(string SessionId, long Timestamp) : V4ServerMessage("paused");

/// <summary>
/// It waits for its channel: told behind <c>session_started</c>, when another session interrupts it, and when it is let
/// go on after a pause and its channel is busy.
/// </summary>
/// <param name="SessionId">Which.</param>
/// <param name="Channel">What it waits for.</param>
/// <param name="Position">
/// Its place when it was queued, from 1; those that play count too. 1 for one that was interrupted.
/// </param>
/// <param name="Timestamp">Now.</param>
/// <param name="InterruptedBy">
/// The session that interrupted it; left out: its channel was busy when it was opened.
/// </param>
public sealed record V4SessionQueued(
    string SessionId,
    string Channel,
    int Position,
    long Timestamp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? InterruptedBy = null
) : V4ServerMessage("session_queued");

/// <summary>It plays on after a pause, or after it was interrupted.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="Timestamp">Now.</param>
public sealed record V4PlaybackResumed(string SessionId, long Timestamp) : V4ServerMessage("playback_resumed");

/// <summary>A place of the stream that was marked is heard.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="Offset">Its stream offset in bytes.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Timestamp">Now.</param>
public sealed record V4MarkHeard(string SessionId, long Offset, string Name, long Timestamp)
    : V4ServerMessage("mark_heard");

/// <summary>It is over: said exactly once on a connection that holds.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="Reason">One of <see cref="V4EndReasons"/>.</param>
/// <param name="FramesPlayed">Frames heard, at the stream's rate.</param>
/// <param name="FramesReceived">Frames decoded, at the stream's rate.</param>
/// <param name="BytesReceived">Bytes of the stream.</param>
/// <param name="Underruns">Gaps heard.</param>
/// <param name="TtfaMs">Time to first audio; null: not measured.</param>
/// <param name="Timestamp">When it ended.</param>
/// <param name="Error">For <c>failed</c>: what was wrong.</param>
public sealed record V4SessionEnded(
    string SessionId,
    string Reason,
    long FramesPlayed,
    long FramesReceived,
    long BytesReceived,
    int Underruns,
    double? TtfaMs,
    long Timestamp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error = null
) : V4ServerMessage("session_ended")
{
    /// <summary>
    /// Whether a device that can be heard played all that was played; null: nobody was to hear it (<see
    /// cref="Inaudible"/> says so), none of it was played, or the daemon does not say.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Audible { get; init; }

    /// <summary>Why some or all of it could not be heard; null where that is not so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public V4Inaudible? Inaudible { get; init; }

    /// <summary>
    /// Frames skipped because more was held than <c>maxLatency</c>, at the stream's rate; null: none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? FramesSkipped { get; init; }
}

/// <summary>Why something that was played could not be heard.</summary>
/// <param name="Reason">One of <see cref="V4InaudibleReasons"/>, or one of a later version.</param>
/// <param name="Message">For people: why, and what to do.</param>
/// <param name="Ms">
/// How much of it could not be heard, in milliseconds; null where a sink without a device was asked for.
/// </param>
public sealed record V4Inaudible(
    string Reason,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Ms = null
);

/// <summary>Something that was sent cannot be done. The connection stays open, unless it says otherwise.</summary>
/// <param name="Error">What is wrong and what would be right.</param>
/// <param name="Timestamp">Now.</param>
/// <param name="Code">One of <see cref="V4ErrorCodes"/>, or one of a later version.</param>
/// <param name="Retryable">Whether the same can succeed later.</param>
/// <param name="SessionId">The session it is about, if any.</param>
/// <param name="Received">For <c>offset_gap</c> and <c>limit_exceeded</c>: the bytes that are here.</param>
public sealed record V4Error(
    string Error,
    long Timestamp,
    string Code,
    bool Retryable,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SessionId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Received = null
) : V4Reply("error");

/// <summary>The values of <c>state</c>.</summary>
public static class V4SessionStates
{
    /// <summary>Open; no sound has arrived.</summary>
    public const string Opening = "opening";

    /// <summary>Sound has arrived; none has been mixed yet.</summary>
    public const string Buffering = "buffering";

    /// <summary>It sounds, or goes on with the next chunk.</summary>
    public const string Playing = "playing";

    /// <summary>Silent by command.</summary>
    public const string Paused = "paused";

    /// <summary>It waits for its channel, or was interrupted on it.</summary>
    public const string Queued = "queued";

    /// <summary>The stream has ended; it plays to its end.</summary>
    public const string Draining = "draining";

    /// <summary>Over.</summary>
    public const string Ended = "ended";
}
