namespace Audio.Core.Sinks.Output;

/// <summary>
/// Notices that a sound server appears, while somebody wants to know. One thread at a time; the server appears on any.
/// </summary>
/// <param name="factory">Knows where servers appear.</param>
/// <param name="appeared">Called when one has appeared; only notes it.</param>
internal sealed class ServerWatch(ISinkFactory factory, Action appeared) : IDisposable
{
    private IDisposable? _watch;
    private int _hasAppeared;

    /// <summary>Whether somebody wants to know, from here on.</summary>
    public void Want(bool isWanted)
    {
        if (!isWanted)
            Dispose();
        else
            _watch ??= factory.WatchServer(OnAppeared);
    }

    /// <summary>Whether one has appeared since it was asked last.</summary>
    public bool TakeAppeared() => Interlocked.Exchange(ref _hasAppeared, 0) == 1;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _watch, null)?.Dispose();

    private void OnAppeared()
    {
        Interlocked.Exchange(ref _hasAppeared, 1);
        appeared();
    }
}
