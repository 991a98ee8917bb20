using Audio.LoadGenerator.Clients;

namespace Audio.LoadGenerator;

/// <summary>What clients speak.</summary>
internal enum LoadProtocol
{
    /// <summary>Version 4 over WebSocket: binary chunk frames, many sessions on a connection.</summary>
    V4,

    /// <summary>Version 3 over WebSocket: JSON and base64, a connection for each session.</summary>
    V3,

    /// <summary>A <c>POST /v1/play</c> for each session, its body sent in chunks.</summary>
    Http,
}

/// <summary>The load to generate.</summary>
internal sealed record LoadOptions
{
    /// <summary>The daemon's port on 127.0.0.1.</summary>
    public required int Port { get; init; }

    /// <summary>The daemon's process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>What clients speak.</summary>
    public LoadProtocol Protocol { get; init; }

    /// <summary>Sessions at one time, step by step.</summary>
    public IReadOnlyList<int> Sessions { get; init; } = [1, 10, 100];

    /// <summary>The upper bound of the search for the largest number without an underrun; 0: no search.</summary>
    public int Find { get; init; }

    /// <summary>Sessions on one connection (version 4).</summary>
    public int PerConnection { get; init; } = 50;

    /// <summary>Hertz.</summary>
    public int Rate { get; init; } = 24_000;

    /// <summary>1 or 2.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>Sound in one chunk.</summary>
    public TimeSpan Chunk { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The number of chunks that are sent together in a burst.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>How far a client is ahead of its sound.</summary>
    public TimeSpan Lead { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The time over which the sessions of a step start.</summary>
    public TimeSpan RampUp { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a step is measured once all have begun.</summary>
    public TimeSpan Measured { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one session speaks; zero: as long as the step.</summary>
    public TimeSpan Utterance { get; init; }

    /// <summary>From the end of one utterance to the next.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Threads of the generator.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How late a chunk other than the first may be sent, so that several go with one wake-up.</summary>
    public TimeSpan Coalesce { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Whether to record the daemon's collections.</summary>
    public bool WatchCollections { get; init; } = true;

    /// <summary>What HTTP sessions post again and again instead of a tone; <see langword="null"/>: the tone.</summary>
    public Mp3File? Mp3 { get; init; }

    /// <summary>Frames in one chunk.</summary>
    public int ChunkFrames => (int)(Rate * Chunk.Ticks / TimeSpan.TicksPerSecond);

    /// <summary>Bytes in one chunk of 16-bit samples.</summary>
    public int ChunkBytes => ChunkFrames * Channels * sizeof(short);
}
