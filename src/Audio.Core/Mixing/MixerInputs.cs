namespace Audio.Core.Mixing;

/// <summary>What the inputs of one mixer share.</summary>
/// <param name="Time">The clock of <see cref="MixerInput.FirstMixedTimestamp"/>.</param>
/// <param name="RampFrames">How long a change of gain takes.</param>
internal sealed record MixerInputs(TimeProvider Time, int RampFrames)
{
    /// <summary>Inputs to be added or removed by the render thread.</summary>
    public InputStack Arrivals { get; } = new(isArrival: true);

    /// <summary>Inputs whose state the render thread has changed.</summary>
    public InputStack News { get; } = new(isArrival: false);

    /// <summary>Whether any input changed during the current render. Render thread only.</summary>
    public bool HasNews { get; set; }
}
