namespace Audio.Core.Effects;

/// <summary>A chain of effects cannot be made as it was asked for; the message says what can.</summary>
public sealed class EffectException : AudioException
{
    /// <summary>Creates the error.</summary>
    public EffectException(string effect, string message)
        : base(AudioErrorKind.InvalidEffects, message) => Effect = effect;

    /// <summary>
    /// The name of the effect that the error is about, as it was written; empty where it is about the chain.
    /// </summary>
    public string Effect { get; }
}
