using Audio.Protocol;

namespace Audio.Core.Effects;

/// <summary>An effect of a chain: creates it for each stream. Immutable.</summary>
internal interface IEffectMaker
{
    /// <summary>For messages.</summary>
    string Name { get; }

    /// <summary>Whether it keeps the length of the sound, as a bus requires.</summary>
    bool IsInPlace { get; }

    /// <summary>Creates the effect for a bus; only if <see cref="IsInPlace"/>.</summary>
    IAudioEffect CreateInPlace(AudioFormat format);

    /// <summary>Creates the effect for a session.</summary>
    IStreamEffect CreateStream(AudioFormat format);

    /// <summary>Refuses a sample rate at which the effect cannot work.</summary>
    /// <exception cref="EffectException">A frequency is too high for the rate.</exception>
    void Check(int sampleRate);
}
