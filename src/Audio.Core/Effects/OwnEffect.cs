using Audio.Protocol;

namespace Audio.Core.Effects;

/// <summary>An embedder's own effect in a chain.</summary>
internal sealed class OwnEffect(string name, Func<AudioFormat, IAudioEffect> create) : IEffectMaker
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool IsInPlace => true;

    /// <inheritdoc/>
    public double GainDb => 0;

    /// <inheritdoc/>
    public string? MemoryParameter => null;

    /// <inheritdoc/>
    /// <remarks>Unknown: it is the embedder's own memory.</remarks>
    public long Memory(AudioFormat format) => 0;

    /// <inheritdoc/>
    public IAudioEffect CreateInPlace(AudioFormat format) =>
        create(format) ?? throw new EffectException(name, $"{name}: its factory returned no effect.");

    /// <inheritdoc/>
    public IStreamEffect CreateStream(AudioFormat format) => new InPlaceStage(CreateInPlace(format), format.Channels);

    /// <inheritdoc/>
    public void Check(int sampleRate)
    {
        // Its factory refuses what it cannot work on.
    }

    /// <inheritdoc/>
    public override string ToString() => name;
}
