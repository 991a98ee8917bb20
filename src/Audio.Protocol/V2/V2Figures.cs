namespace Audio.Protocol.V2;

/// <summary>
/// What a version 2 client is told of its sound: its session, or its last one. Durations and times are in milliseconds;
/// times count from the start of the daemon, and are 0 if the event has not happened.
/// </summary>
public sealed record V2Figures
{
    /// <summary>A name of <see cref="V2States"/>.</summary>
    public string State { get; init; } = V2States.Idle;

    /// <summary>Sound that is held and not yet heard, as a part of what a session holds at most.</summary>
    public double BufferUtilization { get; init; }

    /// <summary>The bytes that were heard.</summary>
    public long AudioPosition { get; init; }

    /// <summary>Chunks that had bytes.</summary>
    public long Chunks { get; init; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Gaps because no sound arrived in time.</summary>
    public int Underruns { get; init; }

    /// <summary>The duration of the sound that was sent.</summary>
    public double ExpectedDuration { get; init; }

    /// <summary>How long it was heard until now, or until it ended.</summary>
    public double ActualDuration { get; init; }

    /// <summary>When its first sample was heard.</summary>
    public double PlaybackStartTime { get; init; }

    /// <summary>When it ended.</summary>
    public double PlaybackEndTime { get; init; }

    /// <summary>When the first chunk arrived.</summary>
    public double FirstChunkTime { get; init; }

    /// <summary>When the last chunk arrived.</summary>
    public double LastChunkTime { get; init; }

    /// <summary>When the last <c>heartbeat</c> was sent, in Unix milliseconds; 0: none yet.</summary>
    public long LastHeartbeat { get; init; }

    /// <summary>Bytes of a second of sound.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>The bytes of the sound that a session holds decoded.</summary>
    public long BufferCapacity { get; init; }

    /// <summary>The bytes of the sound that it holds.</summary>
    public long BufferSize { get; init; }

    internal double AverageChunkSize => Chunks == 0 ? 0 : (double)Bytes / Chunks;

    internal bool HasEnded => PlaybackEndTime > 0 && ActualDuration > 0;

    internal double Overhead => HasEnded ? ActualDuration - ExpectedDuration : 0;

    /// <summary>In percent.</summary>
    internal double Accuracy => HasEnded ? 100 * ExpectedDuration / ActualDuration : 0;
}
