using Audio.Core.Sinks;
using Audio.Protocol.Etiquette;

namespace Audio.Core.Mixing;

/// <summary>
/// A place in the mix where many sounds are one: the bus of a priority, or the master behind them. Its volume and its
/// mute are wishes that the next render carries out, over a ramp of 5 ms. Any thread.
/// </summary>
public sealed class AudioBus
{
    /// <summary>The loudest that <see cref="Volume"/> can be: +12 dB.</summary>
    public const float MaxVolume = 4f;

    // Any thread.
    private volatile float _volume = 1f;
    private volatile bool _muted;
    private volatile float _ducking = 1f;

    // Immutable.
    private readonly Inaudibility _whenMuted;
    private readonly Inaudibility _whenAtZero;

    internal AudioBus(SessionPriority? priority)
    {
        Priority = priority;
        InaudibleReason reason = priority is null ? InaudibleReason.MasterMuted : InaudibleReason.BusMuted;
        string name = priority is null ? "The master" : $"The bus {Name}";
        _whenMuted = new Inaudibility(
            reason,
            $"{name} is muted. Unmute it: PATCH /v1/buses/{Name} with {{\"muted\":false}}."
        );
        _whenAtZero = new Inaudibility(
            reason,
            $"{name} has volume 0. Raise it: PATCH /v1/buses/{Name} with {{\"volume\":1}}."
        );
    }

    /// <summary>What it carries; <see langword="null"/>: all of it, the master.</summary>
    public SessionPriority? Priority { get; }

    /// <summary>Its name on the wire and in options: the priority's, or <c>master</c>.</summary>
    public string Name => Priority is { } priority ? EtiquetteNames.NameOf(priority) : "master";

    /// <summary>Linear gain, 0 to <see cref="MaxVolume"/>; 1 leaves the sound as it is.</summary>
    public float Volume
    {
        get => _volume;
        set
        {
            if (!(value >= 0f && value <= MaxVolume))
                throw new ArgumentOutOfRangeException(nameof(value), value, $"A volume is between 0 and {MaxVolume}.");
            _volume = value;
        }
    }

    /// <summary>Whether it is silent; the volume is kept meanwhile, and what plays on it goes on.</summary>
    public bool IsMuted
    {
        get => _muted;
        set => _muted = value;
    }

    /// <summary>
    /// What higher priorities have taken it down to, as a linear gain beside <see cref="Volume"/>: 1 when nothing ducks
    /// it, or nothing sounds.
    /// </summary>
    public float Ducking
    {
        get => _ducking;
        internal set => _ducking = value;
    }

    /// <summary>
    /// Why nothing on it can be heard: it is muted, or its volume is 0; <see langword="null"/> where neither is so.
    /// </summary>
    public Inaudibility? Inaudible =>
        _muted ? _whenMuted
        : _volume == 0f ? _whenAtZero
        : null;

    /// <summary>The gain that it is to have, without ducking.</summary>
    internal float Gain => _muted ? 0f : _volume;
}
