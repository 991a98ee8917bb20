using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>
/// Requests that wait for the next connection, in the order in which they will be sent. Under the lock of <see
/// cref="LinkState"/>.
/// </summary>
internal sealed class CarriedRequests
{
    private readonly List<PendingRequest> _requests = [];

    public int Count => _requests.Count;

    public void Add(PendingRequest request) => _requests.Add(request);

    /// <summary>Puts requests in front of all others, in their order.</summary>
    public void PutFirst(IEnumerable<PendingRequest> requests) => _requests.InsertRange(0, requests);

    public PendingRequest[] TakeStartOf(DaemonSession session) =>
        Take(r => r.Message is V4StartSession && r.Session == session);

    public PendingRequest[] TakeAllOf(DaemonSession session) => Take(r => r.Session == session);

    public PendingRequest[] TakeAll() => Take(_ => true);

    /// <summary>Offers the requests in order, up to the first that is refused; that one and the rest stay.</summary>
    public void Send(Func<PendingRequest, bool> trySend)
    {
        int sent = 0;
        while (sent < _requests.Count && trySend(_requests[sent]))
            sent++;
        _requests.RemoveRange(0, sent);
    }

    private PendingRequest[] Take(Predicate<PendingRequest> match)
    {
        PendingRequest[] taken = [.. _requests.FindAll(match)];
        _requests.RemoveAll(match);
        return taken;
    }
}
