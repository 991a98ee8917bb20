namespace Audio.Core.Effects;

/// <summary>
/// An effect that can say what it makes of the samples behind the last that it took, without having taken them: they
/// may still become others.
/// </summary>
internal interface IPreviewEffect
{
    /// <summary>Makes what comes out for samples that follow; nothing is remembered of them.</summary>
    /// <param name="samples">Interleaved, whole frames; what comes out takes their place.</param>
    /// <returns>Samples that come out at once; <see langword="null"/>: it cannot say.</returns>
    int? Preview(Span<float> samples);

    /// <summary>
    /// Time has passed in silence since the last sample: what rang has died away; what was learned stays.
    /// </summary>
    void Rest();
}
