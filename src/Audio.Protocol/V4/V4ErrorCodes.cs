namespace Audio.Protocol.V4;

/// <summary>
/// The <c>code</c> of an <c>error</c>. A later version may send others; treat those by <c>retryable</c>.
/// </summary>
public static class V4ErrorCodes
{
    /// <summary>The text is not JSON.</summary>
    public const string InvalidJson = "invalid_json";

    /// <summary>There is no message of this type, or it is not a JSON object.</summary>
    public const string UnknownType = "unknown_type";

    /// <summary>A field is missing, has the wrong type, or is out of range.</summary>
    public const string InvalidField = "invalid_field";

    /// <summary>The format cannot be played.</summary>
    public const string UnsupportedFormat = "unsupported_format";

    /// <summary>The binary message is not a chunk frame.</summary>
    public const string InvalidFrame = "invalid_frame";

    /// <summary>No session of this name or handle is open on this connection.</summary>
    public const string SessionNotFound = "session_not_found";

    /// <summary>A session of this name is open already.</summary>
    public const string SessionExists = "session_exists";

    /// <summary>The stream of this session has ended; it takes no more data.</summary>
    public const string StreamEnded = "stream_ended";

    /// <summary>The maximum number of sessions is open.</summary>
    public const string TooManySessions = "too_many_sessions";

    /// <summary>The maximum number of clients is connected.</summary>
    public const string TooManyClients = "too_many_clients";

    /// <summary>The frame starts after the bytes received so far: there is a gap. It was dropped.</summary>
    public const string OffsetGap = "offset_gap";

    /// <summary>The frame exceeds the <c>limit</c> of the session. It was dropped.</summary>
    public const string LimitExceeded = "limit_exceeded";

    /// <summary>The session has the maximum number of marks that were not heard yet.</summary>
    public const string TooManyMarks = "too_many_marks";

    /// <summary>The token is invalid, was used already, or has expired.</summary>
    public const string InvalidToken = "invalid_token";

    /// <summary>The daemon is shutting down; it takes no new sessions.</summary>
    public const string ShuttingDown = "shutting_down";

    /// <summary>The message is longer than allowed; the connection is closed.</summary>
    public const string MessageTooBig = "message_too_big";

    /// <summary>An internal error of the daemon.</summary>
    public const string Internal = "internal";

    /// <summary>All codes.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        InvalidJson,
        UnknownType,
        InvalidField,
        UnsupportedFormat,
        InvalidFrame,
        SessionNotFound,
        SessionExists,
        StreamEnded,
        TooManySessions,
        TooManyClients,
        OffsetGap,
        LimitExceeded,
        TooManyMarks,
        InvalidToken,
        ShuttingDown,
        MessageTooBig,
        Internal,
    ];

    /// <summary>
    /// Whether the same request can succeed later: after a session has ended, after <c>flow</c>, after a mark was
    /// heard, from the offset in <c>received</c>, or with a daemon that is not shutting down.
    /// </summary>
    public static bool IsRetryable(string code) =>
        code
            is TooManySessions
                or TooManyClients
                or OffsetGap
                or LimitExceeded
                or TooManyMarks
                or ShuttingDown
                or Internal;
}
