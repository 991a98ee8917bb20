using Audio.Protocol;

namespace Audio.Core.Effects;

/// <summary>One place in a chain: makes its effect for each stream. Immutable.</summary>
internal interface IEffectMaker
{
    /// <summary>For messages.</summary>
    string Name { get; }

    /// <summary>Whether it can keep the length of the sound, as a bus needs.</summary>
    bool IsInPlace { get; }

    /// <summary>Makes the effect for a bus; where <see cref="IsInPlace"/>.</summary>
    IAudioEffect CreateInPlace(AudioFormat format);

    /// <summary>Makes the effect for a session.</summary>
    IStreamEffect CreateStream(AudioFormat format);

    /// <summary>Refuses a stream that the effect cannot work on.</summary>
    /// <exception cref="EffectException">A frequency lies too high for the stream's rate.</exception>
    void Check(int sampleRate);
}
