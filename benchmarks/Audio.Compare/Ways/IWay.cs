namespace Audio.Compare.Ways;

/// <summary>A way to have a short sound played.</summary>
internal interface IWay : IAsyncDisposable
{
    /// <summary>What the table calls it.</summary>
    string Name { get; }

    /// <summary>Whether it is this daemon.</summary>
    bool IsOurs { get; }

    /// <summary>Whether something is started for every request, the client's program or more.</summary>
    bool StartsProgram { get; }

    /// <summary>Starts what keeps running, before the first request.</summary>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Requests the sound. Completes when everything started for this request has ended; at once if cancelled.
    /// </summary>
    Task RequestAsync(CancellationToken cancellationToken);
}
