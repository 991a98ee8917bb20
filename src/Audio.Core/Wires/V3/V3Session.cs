using Audio.Core.Sessions;
using Audio.Protocol.V3;

namespace Audio.Core.Wires.V3;

/// <summary>The session of a version 3 client, with the counters for its <c>stats</c>. Receiving loop only.</summary>
internal sealed class V3Session(AudioSession audio)
{
    private long _chunks;
    private long? _startTime;

    public AudioSession Audio => audio;

    /// <summary>Bytes after decoding; the next chunk's offset in the stream.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>When it was stopped, in Unix milliseconds.</summary>
    public long? EndTime { get; set; }

    /// <summary>Whether it has ended by itself because its data could not be played.</summary>
    public bool IsOver => audio.State == SessionState.Ended;

    /// <summary>Counts a chunk.</summary>
    public void Count(int bytes, long now)
    {
        BytesReceived += bytes;
        _chunks++;
        _startTime ??= now;
    }

    public V3Stats Stats() => new(BytesReceived, _chunks, _startTime, EndTime);
}
