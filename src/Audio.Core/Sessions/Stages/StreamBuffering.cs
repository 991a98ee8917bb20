using Audio.Core.Buffers;
using Audio.Core.Dsp;
using Audio.Protocol;

namespace Audio.Core.Sessions.Stages;

/// <summary>The limits of a stream's jitter buffer, and the sources of its memory and filters.</summary>
internal sealed record StreamBuffering
{
    /// <summary>The rate of the mix, in frames per second.</summary>
    public required int SampleRate { get; init; }

    public required SampleBlockPool Blocks { get; init; }

    /// <summary>Designs the filters of unusual rates; <see langword="null"/>: the session does.</summary>
    public FilterDesigns? Designs { get; init; }

    /// <summary>What the session holds of <see cref="Blocks"/>; <see langword="null"/>: it is not counted.</summary>
    public MemoryShare? Share { get; init; }

    /// <summary>The most sound that one session may hold.</summary>
    public required TimeSpan MaxBuffered { get; init; }

    /// <summary>How much must be held before a session plays.</summary>
    public required TimeSpan Prefill { get; init; }

    /// <summary>
    /// The longest that sound may be held back when it resumes after an underrun; zero: only for <see cref="Prefill"/>.
    /// </summary>
    public required TimeSpan MaxPrefill { get; init; }

    /// <summary>
    /// Whether <see cref="Prefill"/> is a jitter buffer that the session asked for. It is then held in addition to the
    /// newest chunk, so that the next one may be late by that much.
    /// </summary>
    public bool IsJitterFixed { get; init; }

    /// <summary>Adapts it to a session that sets its own jitter buffer.</summary>
    public StreamBuffering With(SessionJitter jitter) =>
        jitter.Buffer is { } buffer
            ? this with
            {
                Prefill = buffer,
                MaxPrefill = TimeSpan.Zero,
                IsJitterFixed = buffer > TimeSpan.Zero,
            }
            : this;

    /// <summary>Converts a duration to whole frames of the mix.</summary>
    public int Frames(TimeSpan time) => (int)(time.Ticks * SampleRate / TimeSpan.TicksPerSecond);
}
