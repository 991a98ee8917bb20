namespace Audio.Core.Wires.V4;

/// <summary>A client that a connection has just taken over. Receiving loop of that connection.</summary>
/// <param name="Place">The client's place.</param>
/// <param name="From">The connection that had it; <see langword="null"/>: it was away.</param>
/// <param name="Left">Completes when nothing of it is under way there.</param>
/// <param name="Newcomer">The place that the connection had before.</param>
/// <param name="FormerId">The client's name until now.</param>
/// <param name="FormerToken">The client's token until now.</param>
internal sealed record V4Handover(
    V4Place Place,
    V4Connection? From,
    Task Left,
    V4Place Newcomer,
    string FormerId,
    string FormerToken
)
{
    /// <summary>The client taken over.</summary>
    public V4Client Client => Place.Client;

    /// <summary>Waits until the client has left its last connection.</summary>
    /// <returns>Whether it has within the limit.</returns>
    public async ValueTask<bool> HasLeftAsync(TimeSpan limit, TimeProvider time)
    {
        try
        {
            await Left.WaitAsync(limit, time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
