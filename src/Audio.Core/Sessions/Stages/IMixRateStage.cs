namespace Audio.Core.Sessions.Stages;

/// <summary>
/// A stage after the resampler, which takes samples at the mix rate and can compute the output of the resampler's tail.
/// </summary>
internal interface IMixRateStage : ISampleStage
{
    /// <summary>Computes what the next samples would put into the buffer, without changing any state.</summary>
    /// <param name="samples">Replaced by the output.</param>
    /// <param name="made">The number of output samples.</param>
    /// <returns>Whether that is everything; if not, <see cref="ISampleStage.LetOut"/> would release more.</returns>
    bool Preview(Span<float> samples, out int made);
}
