using Audio.Core.Sinks;
using Audio.Protocol.Etiquette;

namespace Audio.Core.Mixing;

/// <summary>
/// A point in the mix where sounds are summed: the bus of a priority, or the master that sums the buses. A change of
/// its volume or mute takes effect with the next render, over a ramp of 5 ms. Any thread.
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

    /// <summary>The priority of the sessions on it; <see langword="null"/>: all of them, the master.</summary>
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

    /// <summary>Whether it is muted. Muting keeps the volume, and what plays on the bus continues.</summary>
    public bool IsMuted
    {
        get => _muted;
        set => _muted = value;
    }

    /// <summary>
    /// The current ducking as a linear gain, in addition to <see cref="Volume"/>: 1 if nothing ducks the bus, or
    /// nothing plays.
    /// </summary>
    public float Ducking
    {
        get => _ducking;
        internal set => _ducking = value;
    }

    /// <summary>
    /// Why nothing on it can be heard: it is muted, or its volume is 0; <see langword="null"/> if neither.
    /// </summary>
    public Inaudibility? Inaudible =>
        _muted ? _whenMuted
        : _volume == 0f ? _whenAtZero
        : null;

    /// <summary>The gain it should have, without ducking.</summary>
    internal float Gain => _muted ? 0f : _volume;
}
