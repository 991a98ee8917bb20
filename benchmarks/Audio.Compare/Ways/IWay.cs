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

    /// <summary>Before the first request: starts what stays running.</summary>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Asks for the sound. Ends when what was made for this request is gone again, which is at once where it is
    /// cancelled.
    /// </summary>
    Task RequestAsync(CancellationToken cancellationToken);
}
