using System.Globalization;
using System.Text.Json;

namespace Audio.Protocol.V2;

/// <summary>The messages of the daemon to a version 2 client, as UTF-8 JSON. Times are Unix milliseconds.</summary>
public static class V2ServerMessages
{
    /// <summary>
    /// The greeting of a connection that has said nothing yet. It serves version 3, too, whose <c>status</c> it is.
    /// </summary>
    public static byte[] Greeting(string clientId, long timestamp) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new V2Greeting(
                "status",
                clientId,
                Connected: true,
                SessionActive: false,
                SessionStats: null,
                timestamp,
                StatusOf(new V2Figures())
            ),
            V2Json.Default.V2Greeting
        );

    /// <summary><c>{"type":"status","timestamp":…,"data":{…}}</c></summary>
    public static byte[] Status(long timestamp, V2Figures figures) => Status("status", timestamp, figures);

    /// <summary><c>{"type":"completed","timestamp":…,"data":{…}}</c>: everything was heard.</summary>
    public static byte[] Completed(long timestamp, V2Figures figures) =>
        Status("completed", timestamp, figures with { State = V2States.Completed });

    /// <summary><c>{"type":"heartbeat","timestamp":…,"data":{"status":"ok"}}</c></summary>
    public static byte[] Heartbeat(long timestamp) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new V2ServerMessage<V2Heartbeat>("heartbeat", timestamp, new V2Heartbeat("ok")),
            V2Json.Default.V2ServerMessageV2Heartbeat
        );

    /// <summary>
    /// <c>{"type":"error","error":…,"timestamp":…,"data":{"message":…}}</c>: sound was lost. It serves version 3, too.
    /// </summary>
    public static byte[] Error(string message, long timestamp) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new V2Error("error", message, timestamp, new V2ErrorData(message)),
            V2Json.Default.V2Error
        );

    /// <summary><c>{"type":"timing_analysis","timestamp":…,"data":{…}}</c></summary>
    public static byte[] TimingAnalysis(long timestamp, V2Figures figures)
    {
        double delivery = figures.LastChunkTime - figures.FirstChunkTime;
        var analysis = new V2TimingAnalysis(
            new V2Basic(
                Round(figures.ExpectedDuration),
                Round(figures.ActualDuration),
                Percent(figures.Accuracy),
                Milliseconds(figures.Overhead)
            ),
            new V2ChunkAnalysis(
                figures.Chunks,
                Bytes(figures.AverageChunkSize),
                Round(figures.FirstChunkTime),
                Round(figures.LastChunkTime),
                Round(delivery),
                figures.Chunks < 2 ? 0 : Round(delivery / (figures.Chunks - 1))
            ),
            new V2PlaybackAnalysis(
                Round(figures.PlaybackStartTime),
                Round(figures.PlaybackEndTime),
                Round(figures.ActualDuration),
                Part(figures.BufferUtilization),
                figures.Underruns
            ),
            new V2Throughput(
                figures.BytesPerSecond,
                figures.Bytes,
                figures.BufferCapacity,
                figures.BufferSize,
                figures.HasEnded ? Round(1000 * figures.Bytes / figures.ActualDuration) : 0
            )
        );
        return JsonSerializer.SerializeToUtf8Bytes(
            new V2ServerMessage<V2TimingAnalysis>("timing_analysis", timestamp, analysis),
            V2Json.Default.V2ServerMessageV2TimingAnalysis
        );
    }

    private static byte[] Status(string type, long timestamp, V2Figures figures) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new V2ServerMessage<V2Status>(type, timestamp, StatusOf(figures)),
            V2Json.Default.V2ServerMessageV2Status
        );

    private static V2Status StatusOf(V2Figures figures) =>
        new(figures.State, Part(figures.BufferUtilization), figures.AudioPosition, PerformanceOf(figures));

    private static V2Performance PerformanceOf(V2Figures figures) =>
        new(
            figures.State is V2States.Playing or V2States.Paused,
            figures.State == V2States.Paused,
            Part(figures.BufferUtilization),
            figures.LastHeartbeat,
            new V2Stats(
                figures.Chunks,
                figures.Bytes,
                figures.AudioPosition,
                figures.Underruns,
                Part(figures.BufferUtilization),
                Round(figures.ExpectedDuration),
                Round(figures.ActualDuration),
                Round(figures.PlaybackStartTime),
                Round(figures.PlaybackEndTime),
                Round(figures.FirstChunkTime),
                Round(figures.LastChunkTime),
                figures.Chunks,
                Round(figures.AverageChunkSize),
                Round(figures.Overhead),
                Round(figures.Accuracy)
            ),
            new V2Timing(
                Round(figures.ExpectedDuration),
                Round(figures.ActualDuration),
                Round(figures.PlaybackStartTime),
                Round(figures.PlaybackEndTime),
                figures.Chunks,
                Round(figures.FirstChunkTime),
                Round(figures.LastChunkTime),
                Percent(figures.Accuracy),
                Milliseconds(figures.Overhead),
                Bytes(figures.AverageChunkSize)
            )
        );

    private static double Round(double value) => Math.Round(value, 2);

    private static double Part(double value) => Math.Round(value, 4);

    private static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.0}%");

    private static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.00}ms");

    private static string Bytes(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0} bytes");
}
