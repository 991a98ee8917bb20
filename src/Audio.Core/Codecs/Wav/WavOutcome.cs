namespace Audio.Core.Codecs.Wav;

/// <summary>How a step of a <see cref="WavDecoder"/> ended.</summary>
internal enum WavOutcome
{
    /// <summary>There may be more to do.</summary>
    GoesOn,

    /// <summary>What is left of the bytes means something only together with the next ones.</summary>
    NeedsBytes,

    /// <summary>There is no room for the next sample, or the format has changed.</summary>
    NeedsRoom,
}
