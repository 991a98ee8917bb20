using Audio.Core.Effects;
using Audio.Protocol;
using Audio.Protocol.Etiquette;

namespace Audio.Core.Sessions;

/// <summary>What a session is to be.</summary>
public sealed record SessionOptions
{
    /// <summary>The format of the bytes that will come. A WAV header in the stream overrules it.</summary>
    public required AudioFormat Format { get; init; }

    /// <summary>Whether a WAV header may stand first.</summary>
    public AudioContainer Container { get; init; } = AudioContainer.Raw;

    /// <summary>Its name, unique in the engine; <see langword="null"/>: the engine makes one.</summary>
    public string? Id { get; init; }

    /// <summary>Who it belongs to, for people who look at the status; has no effect.</summary>
    public string? Owner { get; init; }

    /// <summary>Linear gain, 0 to 4; 1 leaves the samples as they are.</summary>
    public float Volume { get; init; } = 1f;

    /// <summary>How it behaves towards other sessions.</summary>
    public SessionEtiquette Etiquette { get; init; } = SessionEtiquette.Default;

    /// <summary>
    /// What it does against chunks that come late; <see cref="SessionJitter.Auto"/>: as <see
    /// cref="Engine.AudioEngineOptions.Prefill"/> and <see cref="Engine.AudioEngineOptions.MaxPrefill"/> say.
    /// </summary>
    public SessionJitter Jitter { get; init; } = SessionJitter.Auto;

    /// <summary>
    /// For sound that comes in real time: how much may be held, <see cref="SessionLatency.Least"/> to <see
    /// cref="SessionLatency.Most"/>. Where a stall or a fast clock of the producer leaves more, what comes is skipped,
    /// from a quiet place to a quiet place, until less is held; at most a quarter more is. Counted in <see
    /// cref="SessionStatistics.FramesSkipped"/>. <see langword="null"/>: nothing is skipped. A producer that is faster
    /// than real time must not set it.
    /// </summary>
    public TimeSpan? MaxLatency { get; init; }

    /// <summary>
    /// What its sound goes through, in this order, before it is mixed; <see langword="null"/>: what <see
    /// cref="Engine.AudioEngineOptions.SessionEffects"/> says. Frame counts and positions stay those of the stream.
    /// </summary>
    public EffectChain? Effects { get; init; }

    /// <summary>
    /// Whether what comes beyond <see cref="Engine.AudioEngineOptions.MaxBuffered"/> is taken all the same and kept in
    /// the bytes in which it came, up to <see cref="Engine.AudioEngineOptions.MaxBacklog"/>: for producers that know no
    /// backpressure, and leave when they have sent. Otherwise they wait.
    /// </summary>
    public bool KeepsBacklog { get; init; }

    /// <summary>
    /// Says whether bytes of the stream can be read at this very moment, behind those that the session has. While it
    /// does, a sound that starts, the first or a later one, gathers up to the output's latency, at least 20 ms, so that
    /// it does not run dry on what is there already; it waits for nothing that has still to come. Called on the
    /// session's scheduler; does not block.
    /// </summary>
    public Func<bool>? HasMore { get; init; }
}
