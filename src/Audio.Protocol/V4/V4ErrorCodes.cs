namespace Audio.Protocol.V4;

/// <summary>
/// The <c>code</c> of an <c>error</c>. A reader meets codes of later versions too: what it does not know it treats by
/// <c>retryable</c>.
/// </summary>
public static class V4ErrorCodes
{
    /// <summary>The text is not JSON.</summary>
    public const string InvalidJson = "invalid_json";

    /// <summary>No message of this name, or no object.</summary>
    public const string UnknownType = "unknown_type";

    /// <summary>A field is missing, has the wrong type, or is out of its range.</summary>
    public const string InvalidField = "invalid_field";

    /// <summary>The format cannot be played.</summary>
    public const string UnsupportedFormat = "unsupported_format";

    /// <summary>The binary message is no chunk frame.</summary>
    public const string InvalidFrame = "invalid_frame";

    /// <summary>No session of this name or handle is open on this connection.</summary>
    public const string SessionNotFound = "session_not_found";

    /// <summary>A session of this name is open already.</summary>
    public const string SessionExists = "session_exists";

    /// <summary>The stream of this session has ended; it takes no more sound.</summary>
    public const string StreamEnded = "stream_ended";

    /// <summary>As many sessions are open as may be.</summary>
    public const string TooManySessions = "too_many_sessions";

    /// <summary>As many clients are connected as may be.</summary>
    public const string TooManyClients = "too_many_clients";

    /// <summary>The frame begins behind what was received: bytes are missing in between. It was dropped.</summary>
    public const string OffsetGap = "offset_gap";

    /// <summary>The frame goes past the session's <c>limit</c>. It was dropped.</summary>
    public const string LimitExceeded = "limit_exceeded";

    /// <summary>As many marks of this session wait as may.</summary>
    public const string TooManyMarks = "too_many_marks";

    /// <summary>The token is no token, is used up, or its window is over.</summary>
    public const string InvalidToken = "invalid_token";

    /// <summary>The daemon stops; it takes no new sessions.</summary>
    public const string ShuttingDown = "shutting_down";

    /// <summary>The message is longer than allowed; the connection is closed.</summary>
    public const string MessageTooBig = "message_too_big";

    /// <summary>The daemon failed at something that was not the client's fault.</summary>
    public const string Internal = "internal";

    /// <summary>All of them.</summary>
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
    /// Whether the same can succeed later: after a session has ended, after <c>flow</c>, after a mark was heard, from
    /// the offset that <c>received</c> says, or with a daemon that does not stop.
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
