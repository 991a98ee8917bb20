namespace Audio.Core.Sessions.Stages;

/// <summary>
/// A stage between a session's decoder and its jitter buffer. The previous stage writes into its memory; it passes on
/// what it can, and reports when the next stage has no room. Nothing is lost then: the same call, repeated later,
/// continues from there.
/// </summary>
/// <remarks>Session scheduler only.</remarks>
internal interface ISampleStage
{
    /// <summary>Frames, at its input rate, that can be written so that all resulting output has room.</summary>
    long FreeFrames { get; }

    /// <summary>Whether <see cref="LetOut"/> would release sound that is held back for look-ahead.</summary>
    bool IsHolding { get; }

    /// <summary>The space for the next samples; empty: there is no room now.</summary>
    Span<float> GetSpan();

    /// <summary>Takes samples written to the start of the last <see cref="GetSpan"/>: whole frames.</summary>
    void Advance(int samples);

    /// <summary>Passes on what waits in this stage and the next ones.</summary>
    /// <returns>Whether there is room for more.</returns>
    bool Drain();

    /// <summary>Releases what this stage and the next ones hold back for look-ahead.</summary>
    /// <returns>Whether everything is out.</returns>
    bool LetOut();

    /// <summary>Starts a new sound: audible silence followed the previous one, which must not ring into it.</summary>
    /// <returns>Whether that is done.</returns>
    bool BeginAnew();

    /// <summary>Ends the stream: everything held in this stage and the next ones goes into the buffer.</summary>
    /// <returns>Whether everything is out.</returns>
    bool Flush();
}
