using Audio.Core.Buffers;
using Audio.Core.Effects;
using Audio.Core.Etiquette;
using Audio.Core.Mixing;
using Audio.Core.Sinks;
using Audio.Protocol;
using Microsoft.Extensions.Logging;

namespace Audio.Core.Sessions;

/// <summary>What every session of one engine shares.</summary>
internal sealed record SessionContext
{
    public required Mixer Mixer { get; init; }

    /// <summary>Who plays and who waits.</summary>
    public required Channels Channels { get; init; }

    public required IAudioOutput Output { get; init; }

    public required SampleBlockPool Blocks { get; init; }

    public required ByteBlockPool BacklogBlocks { get; init; }

    /// <summary>The most time that one session's backlog may last.</summary>
    public required TimeSpan MaxBacklog { get; init; }

    /// <summary>The most bytes of one session's backlog.</summary>
    public required long MaxBacklogBytes { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>The most sound that one session may hold.</summary>
    public required TimeSpan MaxBuffered { get; init; }

    /// <summary>How much the output takes at once when it wakes.</summary>
    public required TimeSpan WakeTakes { get; init; }

    /// <summary>How much must be held before a session sounds.</summary>
    public required TimeSpan Prefill { get; init; }

    /// <summary>
    /// The longest that sound may be held back when it goes on after a starvation; zero: only for <see
    /// cref="Prefill"/>.
    /// </summary>
    public required TimeSpan MaxPrefill { get; init; }

    /// <summary>
    /// Whether <see cref="Prefill"/> is a jitter buffer that the session asked for: held beyond its newest chunk, so
    /// that the next may be late by so much.
    /// </summary>
    public bool IsJitterFixed { get; init; }

    /// <summary>The effects of a session that does not name its own.</summary>
    public EffectChain Effects { get; init; } = EffectChain.Empty;

    /// <summary>Runs work items: on the thread pool, or in place in tests.</summary>
    public required Action<IThreadPoolWorkItem> Start { get; init; }

    /// <summary>Called once when a session has ended, on its scheduler.</summary>
    public required Action<AudioSession, SessionResult> Ended { get; init; }

    public int SampleRate => Mixer.WaveFormat.SampleRate;

    /// <summary>The same for a session that says itself what it does against chunks that come late.</summary>
    public SessionContext With(SessionJitter jitter) =>
        jitter.Buffer is { } buffer
            ? this with
            {
                Prefill = buffer,
                MaxPrefill = TimeSpan.Zero,
                IsJitterFixed = buffer > TimeSpan.Zero,
            }
            : this;

    /// <summary>So much time in whole frames of the mix.</summary>
    public int Frames(TimeSpan time) => (int)(time.Ticks * SampleRate / TimeSpan.TicksPerSecond);
}
