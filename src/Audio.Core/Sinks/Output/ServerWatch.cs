namespace Audio.Core.Sinks.Output;

/// <summary>
/// Watches for a sound server while somebody wants to know. One thread at a time; servers appear on any thread.
/// </summary>
/// <param name="factory">Knows where servers appear.</param>
/// <param name="appeared">Called when one has appeared; must return at once.</param>
internal sealed class ServerWatch(ISinkFactory factory, Action appeared) : IDisposable
{
    private IDisposable? _watch;
    private int _hasAppeared;

    /// <summary>Starts or stops watching.</summary>
    public void Want(bool isWanted)
    {
        if (!isWanted)
            Dispose();
        else
            _watch ??= factory.WatchServer(OnAppeared);
    }

    /// <summary>Whether one has appeared since the last call.</summary>
    public bool TakeAppeared() => Interlocked.Exchange(ref _hasAppeared, 0) == 1;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _watch, null)?.Dispose();

    private void OnAppeared()
    {
        Interlocked.Exchange(ref _hasAppeared, 1);
        appeared();
    }
}
