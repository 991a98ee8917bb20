using Audio.Core.Effects;
using Audio.Protocol;
using Audio.Protocol.Etiquette;

namespace Audio.Core.Sessions;

/// <summary>The options of a session.</summary>
public sealed record SessionOptions
{
    /// <summary>
    /// The format of samples without a container; what the stream says about itself overrides it. <see
    /// langword="null"/>: the stream says it, so <see cref="Container"/> must be <see cref="AudioContainer.Auto"/>.
    /// </summary>
    public AudioFormat? Format { get; init; }

    /// <summary>What surrounds the samples in the stream.</summary>
    public AudioContainer Container { get; init; } = AudioContainer.Raw;

    /// <summary>
    /// Whether the stream comes from the account that runs the engine: only then is it decoded by FFmpeg, unless <see
    /// cref="Engine.AudioEngineOptions.FfmpegForAnyone"/>. Asked on the session's scheduler when the stream turns out
    /// to need it. <see langword="null"/>: it does.
    /// </summary>
    public Func<bool>? IsOwnUser { get; init; }

    /// <summary>
    /// Whether the bytes of raw 16-bit samples may be in the other order than <see cref="Format"/> says, as services
    /// send <c>audio/L16</c>. Their sound decides, within the first 100 ms of it; if it shows neither order, that of
    /// <see cref="Format"/> counts. The log tells which it was.
    /// </summary>
    public bool FindsByteOrder { get; init; }

    /// <summary>Its name, unique in the engine; <see langword="null"/>: the engine generates one.</summary>
    public string? Id { get; init; }

    /// <summary>The owner of the session, shown in the status; has no other effect.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// The client that opens it. Sessions with the same one share what a client may have: <see
    /// cref="Engine.AudioEngineOptions.MaxSessionsPerClient"/>. <see langword="null"/>: this program itself, which has
    /// no such limits. A session of a <see cref="Wires.AudioConnection"/> or of version 4 belongs to the client of that
    /// connection, whatever this says.
    /// </summary>
    public string? Client { get; init; }

    /// <summary>The client, if it is one of a wire: two of them may have the same name.</summary>
    internal object? WireClient { get; init; }

    /// <summary>Whom it counts for; <see langword="null"/>: nobody.</summary>
    internal object? CountsFor => WireClient ?? Client;

    /// <summary>How long it waits for its first byte before it expires; <see langword="null"/>: for ever.</summary>
    internal TimeSpan? FirstByteWithin { get; init; }

    /// <summary>Linear gain, 0 to 4; 1 leaves the samples unchanged.</summary>
    public float Volume { get; init; } = 1f;

    /// <summary>Its behaviour towards other sessions.</summary>
    public SessionEtiquette Etiquette { get; init; } = SessionEtiquette.Default;

    /// <summary>
    /// How it handles late chunks; <see cref="SessionJitter.Auto"/>: by <see cref="Engine.AudioEngineOptions.Prefill"/>
    /// and <see cref="Engine.AudioEngineOptions.MaxPrefill"/>.
    /// </summary>
    public SessionJitter Jitter { get; init; } = SessionJitter.Auto;

    /// <summary>
    /// For sound produced in real time: the most sound to hold, <see cref="SessionLatency.Least"/> to <see
    /// cref="SessionLatency.Most"/>. If more is held, because of a stall or a fast clock of the producer, incoming
    /// sound is skipped from one quiet place to another until less is held; at most a quarter more is. Counted in <see
    /// cref="SessionStatistics.FramesSkipped"/>. <see langword="null"/>: nothing is skipped. A producer that is faster
    /// than real time must not set it.
    /// </summary>
    public TimeSpan? MaxLatency { get; init; }

    /// <summary>
    /// The effects applied to its sound before it is mixed; <see langword="null"/>: <see
    /// cref="Engine.AudioEngineOptions.SessionEffects"/>. Frame counts and positions remain those of the stream.
    /// </summary>
    public EffectChain? Effects { get; init; }

    /// <summary>
    /// Whether sound beyond <see cref="Engine.AudioEngineOptions.MaxBuffered"/> is accepted and kept undecoded, up to
    /// <see cref="Engine.AudioEngineOptions.MaxBacklog"/>: for producers that have no backpressure and disconnect once
    /// everything is sent. Otherwise the producer waits.
    /// </summary>
    public bool KeepsBacklog { get; init; }

    /// <summary>
    /// Returns whether more bytes of the stream can be read right now. While it does, a sound that starts, the first or
    /// a later one, first gathers up to the output's latency, at least 20 ms, so that it does not run dry on data that
    /// is already there; it never waits for data still to come. Called on the session's scheduler; must not block.
    /// </summary>
    public Func<bool>? HasMore { get; init; }
}
