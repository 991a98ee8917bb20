namespace Audio.Core.Effects;

/// <summary>A chain of effects cannot be created as requested; the message says what is allowed.</summary>
public sealed class EffectException : AudioException
{
    /// <summary>Creates the error.</summary>
    public EffectException(string effect, string message)
        : base(AudioErrorKind.InvalidEffects, message) => Effect = effect;

    /// <summary>The name of the effect concerned, as it was written; empty if the chain as a whole is.</summary>
    public string Effect { get; }
}
