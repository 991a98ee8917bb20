namespace Audio.Core.Effects;

/// <summary>
/// An effect that can compute its output for the next samples without consuming them, because they may still change.
/// </summary>
internal interface IPreviewEffect
{
    /// <summary>Computes the output for the next samples, without changing any state.</summary>
    /// <param name="samples">Interleaved, whole frames; replaced by the output.</param>
    /// <returns>Samples that come out at once; <see langword="null"/>: unknown.</returns>
    int? Preview(Span<float> samples);

    /// <summary>
    /// Clears what was ringing, because silence has followed the last sample; what was learned stays.
    /// </summary>
    void Rest();
}
