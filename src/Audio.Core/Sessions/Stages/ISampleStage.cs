namespace Audio.Core.Sessions.Stages;

/// <summary>
/// A stage on the way of a session's samples into its jitter buffer. Whoever stands in front writes into its memory; it
/// hands on what it can, and says so where the next has no room. Then nothing is lost: the same call again, later, goes
/// on from there.
/// </summary>
/// <remarks>Session scheduler only.</remarks>
internal interface ISampleStage
{
    /// <summary>
    /// Frames, at the rate that it takes, that can be written so that all that comes of them has room behind it.
    /// </summary>
    long FreeFrames { get; }

    /// <summary>
    /// Whether <see cref="LetOut"/> would bring sound out that is held back for the sake of knowing more.
    /// </summary>
    bool IsHolding { get; }

    /// <summary>Where the next samples go; empty: there is no room now.</summary>
    Span<float> GetSpan();

    /// <summary>Takes samples from the start of the last <see cref="GetSpan"/>: whole frames.</summary>
    void Advance(int samples);

    /// <summary>Moves on what waits here, and behind.</summary>
    /// <returns>Whether there is room for more.</returns>
    bool Drain();

    /// <summary>Brings out what is held back for the sake of knowing more, here and behind.</summary>
    /// <returns>Whether all is out.</returns>
    bool LetOut();

    /// <summary>
    /// What was written until now was followed by silence that was heard: what comes is a new sound, and the one before
    /// does not sound into it.
    /// </summary>
    /// <returns>Whether that is done.</returns>
    bool BeginAnew();

    /// <summary>No more is written: all that is held, here and behind, goes into the buffer.</summary>
    /// <returns>Whether all is out.</returns>
    bool Flush();
}
