namespace Audio.Core.Mixing;

/// <summary>What the inputs of one mixer share.</summary>
/// <param name="Time">The clock of <see cref="MixerInput.FirstMixedTimestamp"/>.</param>
/// <param name="RampFrames">How long a change of gain takes.</param>
internal sealed record MixerInputs(TimeProvider Time, int RampFrames)
{
    /// <summary>Those on their way in or out, for the render thread.</summary>
    public InputStack Arrivals { get; } = new(isArrival: true);

    /// <summary>Those that have news, from the render thread.</summary>
    public InputStack News { get; } = new(isArrival: false);

    /// <summary>Whether one has had news in the render under way. Render thread only.</summary>
    public bool HasNews { get; set; }
}
