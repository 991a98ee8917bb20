using Audio.Core.Wires.Transports;
using Audio.Protocol.V4;
using Microsoft.Extensions.Logging;

namespace Audio.Core.Wires.V4;

/// <summary>Makes and logs the refusals of one client. Any thread.</summary>
internal sealed partial class V4Refusals(V4Context context, string clientId, Outbox outbox)
{
    /// <summary>What the log calls a message whose type cannot be read.</summary>
    public const string AMessage = "a message";

    private const string AFrame = "a chunk frame";

    /// <summary>Makes an error and logs it.</summary>
    /// <param name="what">What is refused, for the log.</param>
    /// <param name="code">For programs.</param>
    /// <param name="error">For people.</param>
    /// <param name="sessionId">The session concerned.</param>
    /// <param name="received">The bytes received of that session's stream.</param>
    public V4Error Error(string what, string code, string error, string? sessionId = null, long? received = null)
    {
        LogRefused(context.Logger, clientId, what, code, error);
        return new V4Error(error, context.Now, code, V4ErrorCodes.IsRetryable(code), sessionId, received);
    }

    /// <summary>Refuses a message after which nothing can be read, and closes the connection.</summary>
    public void Close(string code, string error, int closeCode, string reason)
    {
        outbox.Tell(Error(AMessage, code, error));
        outbox.Close(closeCode, reason);
    }

    /// <summary>Refuses a chunk frame; waits while the client reads too slowly.</summary>
    public ValueTask FrameAsync(string code, string error, string? sessionId = null, long? received = null) =>
        outbox.ReplyAsync(Error(AFrame, code, error, sessionId, received));

    [LoggerMessage(
        EventId = LogEvents.V4Refused,
        Level = LogLevel.Warning,
        Message = "{Client}: refused {What} ({Code}): {Reason}"
    )]
    private static partial void LogRefused(ILogger logger, string client, string what, string code, string reason);
}
