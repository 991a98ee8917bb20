namespace Audio.Core.Sessions.Stages;

/// <summary>
/// A stage that takes samples at the mix rate: one behind the resampler, which asks it what would become of its tail.
/// </summary>
internal interface IMixRateStage : ISampleStage
{
    /// <summary>What would come into the buffer for samples that follow; nothing changes.</summary>
    /// <param name="samples">What would come out takes their place.</param>
    /// <param name="made">So many of them.</param>
    /// <returns>
    /// Whether that is all that can be known; if not, <see cref="ISampleStage.LetOut"/> would bring more.
    /// </returns>
    bool Preview(Span<float> samples, out int made);
}
