using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Protocol.V2;

namespace Audio.Core.Wires.V2;

/// <summary>
/// One session of a version 2 client, with its figures. Under the lock of its <see cref="V2Sessions"/>.
/// </summary>
internal sealed class V2Session(AudioSession audio, V2Server server)
{
    private long _chunks;
    private long? _firstChunk; // timestamps
    private long? _lastChunk;
    private long? _ended;

    public AudioSession Audio => audio;

    /// <summary>Bytes of all chunks; the offset of the next one.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether a client has silenced it: nothing more is said of it.</summary>
    public bool IsSilenced { get; set; }

    /// <summary>Counts a part of a chunk.</summary>
    public void Count(int bytes, long arrival)
    {
        Bytes += bytes;
        _firstChunk ??= arrival;
        _lastChunk = arrival;
    }

    /// <summary>Counts a chunk.</summary>
    public void CountChunk() => _chunks++;

    /// <summary>Its sound is over.</summary>
    public void End() => _ended = server.Time.GetTimestamp();

    public V2Figures Figures()
    {
        SessionStatistics statistics = audio.Statistics;
        AudioFormat? format = audio.Format;
        double first = Since(_firstChunk);
        double start =
            _firstChunk is not null && statistics.Ttfa.Device is { } device ? first + device.TotalMilliseconds : 0;
        double end = Since(_ended);
        double now = end > 0 ? end : Since(server.Time.GetTimestamp());
        TimeSpan most = server.Engine.MaxBuffered;
        return new V2Figures
        {
            State = audio.State == SessionState.Paused ? V2States.Paused : V2States.Playing,
            BufferUtilization = Math.Clamp(statistics.Buffered / most, 0, 1),
            AudioPosition = audio.PlayedUpTo(),
            Chunks = _chunks,
            Bytes = Bytes,
            Underruns = statistics.Underruns,
            ExpectedDuration = format is { } known ? Duration(statistics, known).TotalMilliseconds : 0,
            ActualDuration = start > 0 ? now - start : 0,
            PlaybackStartTime = start,
            PlaybackEndTime = end,
            FirstChunkTime = first,
            LastChunkTime = Since(_lastChunk),
            BytesPerSecond = format?.BytesPerSecond ?? 0,
            BufferCapacity = (long)(most.TotalSeconds * (format?.BytesPerSecond ?? 0)),
            BufferSize = (long)(statistics.Buffered.TotalSeconds * (format?.BytesPerSecond ?? 0)),
        };
    }

    /// <summary>
    /// The duration of what was sent. Until the end, the session may not have received all of it; but only samples tell
    /// their duration by their bytes.
    /// </summary>
    private TimeSpan Duration(SessionStatistics statistics, AudioFormat format) =>
        _ended is null && server.Options.Format is not null
            ? TimeSpan.FromSeconds((double)Bytes / format.BytesPerSecond)
            : TimeSpan.FromSeconds((double)statistics.FramesReceived / format.SampleRate);

    private double Since(long? timestamp) =>
        timestamp is { } known ? server.Time.GetElapsedTime(server.Started, known).TotalMilliseconds : 0;
}
