using Audio.Protocol;

namespace Audio.Core.Effects;

/// <summary>An effect of a chain: creates it for each stream. Immutable.</summary>
internal interface IEffectMaker
{
    /// <summary>For messages.</summary>
    string Name { get; }

    /// <summary>Whether it keeps the length of the sound, as a bus requires.</summary>
    bool IsInPlace { get; }

    /// <summary>How much it amplifies at most, in decibels; below 0: it attenuates everything by so much.</summary>
    double GainDb { get; }

    /// <summary>The parameter that makes it need less memory; <see langword="null"/>: there is none.</summary>
    string? MemoryParameter { get; }

    /// <summary>The bytes that the effect occupies at most, on a session or a bus.</summary>
    long Memory(AudioFormat format);

    /// <summary>Creates the effect for a bus; only if <see cref="IsInPlace"/>.</summary>
    IAudioEffect CreateInPlace(AudioFormat format);

    /// <summary>Creates the effect for a session.</summary>
    IStreamEffect CreateStream(AudioFormat format);

    /// <summary>Refuses a sample rate at which the effect cannot work.</summary>
    /// <exception cref="EffectException">A frequency is too high for the rate.</exception>
    void Check(int sampleRate);
}
