using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Audio.Protocol.V3;

/// <summary>The messages of the daemon to a version 3 client, as UTF-8 JSON. Times are Unix milliseconds.</summary>
public static class V3ServerMessages
{
    /// <summary>
    /// <c>{"type":"welcome","clientId":…,"timestamp":…,"message":…}</c>, the first message on every connection.
    /// </summary>
    public static byte[] Welcome(string clientId, long timestamp) =>
        Write(
            new V3Welcome("welcome", clientId, timestamp, "Connected to persistent audio daemon"),
            V3Json.Default.V3Welcome
        );

    /// <summary><c>{"type":"pong","timestamp":…}</c></summary>
    public static byte[] Pong(long timestamp) => Write(new V3Pong("pong", timestamp), V3Json.Default.V3Pong);

    /// <summary><c>{"type":"session_started","clientId":…,"timestamp":…,"audioFormat":{…}}</c></summary>
    public static byte[] SessionStarted(string clientId, long timestamp, V3AudioFormat audioFormat) =>
        Write(
            new V3SessionStarted("session_started", clientId, timestamp, audioFormat),
            V3Json.Default.V3SessionStarted
        );

    /// <summary><c>{"type":"session_stopped","clientId":…,"timestamp":…,"stats":{…}}</c></summary>
    public static byte[] SessionStopped(string clientId, long timestamp, V3Stats stats) =>
        Write(new V3SessionStopped("session_stopped", clientId, timestamp, stats), V3Json.Default.V3SessionStopped);

    /// <summary>
    /// <c>{"type":"status","clientId":…,"connected":true,"sessionActive":…,"sessionStats":…,"timestamp":…}</c>
    /// </summary>
    /// <param name="clientId">The client.</param>
    /// <param name="timestamp">Now.</param>
    /// <param name="stats">The figures of the session; <see langword="null"/> if there is none.</param>
    public static byte[] Status(string clientId, long timestamp, V3Stats? stats) =>
        Write(
            new V3Status("status", clientId, Connected: true, SessionActive: stats is not null, stats, timestamp),
            V3Json.Default.V3Status
        );

    /// <summary><c>{"type":"error","error":…,"timestamp":…}</c></summary>
    public static byte[] Error(string error, long timestamp) =>
        Write(new V3Error("error", error, timestamp), V3Json.Default.V3Error);

    private static byte[] Write<T>(T message, JsonTypeInfo<T> type) =>
        JsonSerializer.SerializeToUtf8Bytes(message, type);
}
