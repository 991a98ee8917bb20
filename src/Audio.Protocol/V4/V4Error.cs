using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>
/// A request or a frame cannot be carried out. The connection stays open, unless the code says otherwise.
/// </summary>
/// <param name="Error">What is wrong and what would be right.</param>
/// <param name="Timestamp">Now.</param>
/// <param name="Code">One of <see cref="V4ErrorCodes"/>, or one of a later version.</param>
/// <param name="Retryable">Whether the same request can succeed later.</param>
/// <param name="SessionId">The session that it is about, if any.</param>
/// <param name="Received">
/// For <c>offset_gap</c> and <c>limit_exceeded</c>: the bytes that the daemon has received.
/// </param>
public sealed record V4Error(
    string Error,
    long Timestamp,
    string Code,
    bool Retryable,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SessionId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Received = null
) : V4Reply("error");
