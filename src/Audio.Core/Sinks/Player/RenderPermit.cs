namespace Audio.Core.Sinks.Player;

/// <summary>
/// Whether a player's thread may render. Once it has been revoked and waited for, no render is under way.
/// </summary>
internal sealed class RenderPermit
{
    private int _granted;
    private int _rendering;

    /// <summary>Whether renders are allowed. Any thread.</summary>
    public bool IsGranted => Volatile.Read(ref _granted) == 1;

    /// <summary>Allows renders. Control side.</summary>
    public void Grant() => Interlocked.Exchange(ref _granted, 1);

    /// <summary>Forbids renders and waits for one under way to end: some microseconds. Control side.</summary>
    public void Revoke()
    {
        Interlocked.Exchange(ref _granted, 0);
        var spin = new SpinWait();
        while (Volatile.Read(ref _rendering) == 1)
            spin.SpinOnce(sleep1Threshold: -1);
    }

    /// <summary>
    /// Begins a render. Player's thread; paired with <see cref="Leave"/>, whatever the answer.
    /// </summary>
    /// <returns>Whether it is allowed.</returns>
    public bool TryEnter()
    {
        // Before it looks: whoever revokes the permit looks here afterwards.
        Interlocked.Exchange(ref _rendering, 1);
        return Volatile.Read(ref _granted) == 1;
    }

    /// <summary>Ends a render. Player's thread.</summary>
    public void Leave() => Volatile.Write(ref _rendering, 0);
}
