namespace Audio.Compare.Processor;

/// <summary>Something that mixes streams.</summary>
internal interface IMix
{
    /// <summary>The processes that count, by their names in the table.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Whether it is this daemon.</summary>
    bool IsOurs { get; }

    /// <summary>Mixes for a while.</summary>
    /// <param name="streams">How many at once: 24 kHz, 16-bit, mono.</param>
    /// <param name="duration">How much sound of each.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The CPU time for all streams, one for each name.</returns>
    Task<TimeSpan[]> MixAsync(int streams, TimeSpan duration, CancellationToken cancellationToken);
}
