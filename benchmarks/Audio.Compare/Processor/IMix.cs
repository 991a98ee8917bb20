namespace Audio.Compare.Processor;

/// <summary>Something that mixes streams.</summary>
internal interface IMix
{
    /// <summary>What is counted of it, as the table calls it.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Whether it is this daemon.</summary>
    bool IsOurs { get; }

    /// <summary>Mixes for a while.</summary>
    /// <param name="streams">How many at once: 24 kHz, 16-bit, mono.</param>
    /// <param name="duration">How much sound of each.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The processor time that it took for all streams, one for each name.</returns>
    Task<TimeSpan[]> MixAsync(int streams, TimeSpan duration, CancellationToken cancellationToken);
}
