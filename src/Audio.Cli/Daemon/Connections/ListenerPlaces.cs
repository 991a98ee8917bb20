using Microsoft.AspNetCore.Connections;

namespace Audio.Cli.Daemon.Connections;

/// <summary>
/// The places at the port, or at the local socket. Beyond the ordinary ones there are a few kept ones, for whoever asks
/// for <c>/health</c>.
/// If those are taken too, a newcomer gets the place of the connection that has been silent longest: at once if it has
/// spoken itself, otherwise when that one has had its time. Any thread.
/// </summary>
/// <param name="ordinary">The ordinary places.</param>
/// <param name="kept">The kept places.</param>
/// <param name="budget">The descriptors.</param>
/// <param name="shortage">Hears when a place is missing.</param>
/// <param name="time">The clock.</param>
internal sealed class ListenerPlaces(
    int ordinary,
    int kept,
    DescriptorBudget budget,
    ConnectionShortage shortage,
    TimeProvider time
)
{
    /// <summary>The time to say the first word before silent newcomers take the place.</summary>
    private static readonly TimeSpan TimeToSpeak = TimeSpan.FromMilliseconds(20);

    private const int Guaranteed = 4;

    private readonly Lock _lock = new();
    private readonly LinkedList<ConnectionPlace> _displaceable = new();
    private int _ordinary;
    private int _kept;

    /// <summary>Whether at least a quarter of the ordinary places is free.</summary>
    public bool HasRoom => Volatile.Read(ref _ordinary) <= ordinary * 3 / 4;

    /// <summary>Takes a place for a connection that was just accepted.</summary>
    /// <param name="hasSpoken">Whether it has sent something already.</param>
    /// <param name="wait">
    /// How long it must wait for a place; zero: not at all, and without a place the connection must be closed.
    /// </param>
    /// <returns>Its place, if there is one.</returns>
    public ConnectionPlace? TryTake(bool hasSpoken, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        lock (_lock)
        {
            int free = budget.Free;
            if (MayBeOrdinary(free))
            {
                _ordinary++;
                return new ConnectionPlace { IsOrdinary = true };
            }

            shortage.Begin();
            if (_kept < kept && free >= DescriptorBudget.Floor)
            {
                CountKept(1);
                return new ConnectionPlace();
            }

            if (_displaceable.First?.Value is { } oldest)
            {
                wait = hasSpoken ? TimeSpan.Zero : TimeToSpeak - time.GetElapsedTime(oldest.OfferedAt);
                if (wait > TimeSpan.Zero)
                    return null;
                wait = TimeSpan.Zero;
                Displace(oldest);
                return new ConnectionPlace { IsOrdinary = oldest.IsOrdinary };
            }
        }

        shortage.TurnedAway();
        return null;
    }

    /// <summary>From now on a newcomer may have the place of this connection.</summary>
    public void Offer(ConnectionPlace place)
    {
        lock (_lock)
        {
            if (place.IsLeft || place.Node.List is not null)
                return;
            place.OfferedAt = time.GetTimestamp();
            _displaceable.AddLast(place.Node);
        }
    }

    /// <summary>
    /// A connection has spoken: it is no longer offered, and gets an ordinary place if there is one, or if a silent
    /// connection has one.
    /// </summary>
    /// <returns>Whether it has an ordinary place.</returns>
    public bool Settle(ConnectionPlace place)
    {
        lock (_lock)
        {
            place.Node.List?.Remove(place.Node);
            if (place.IsLeft || place.IsOrdinary)
                return place.IsOrdinary;
            if (MayBeOrdinary(budget.Free))
                _ordinary++;
            else if (_displaceable.FirstOrDefault(other => other.IsOrdinary) is { } silent)
                Displace(silent);
            else
                return false;
            CountKept(-1);
            return place.IsOrdinary = true;
        }
    }

    /// <summary>A connection is gone.</summary>
    public void Leave(ConnectionPlace place)
    {
        lock (_lock)
        {
            if (!place.IsLeft)
            {
                place.IsLeft = true;
                place.Node.List?.Remove(place.Node);
                if (place.IsOrdinary)
                    _ordinary--;
                else
                    CountKept(-1);
            }
        }
    }

    /// <summary>
    /// The kept places are part of the reserve: those that are taken do not count against it. A few ordinary ones are
    /// there whatever other listeners have taken.
    /// </summary>
    private bool MayBeOrdinary(int free) =>
        _ordinary < ordinary
        && free + budget.Kept >= (_ordinary < Guaranteed ? DescriptorBudget.Floor : DescriptorBudget.Reserve);

    private void CountKept(int change)
    {
        _kept += change;
        budget.CountKept(change);
    }

    private void Displace(ConnectionPlace place)
    {
        _displaceable.Remove(place.Node);
        place.IsLeft = true;
        shortage.TurnedAway();
        place.Connection.Abort(new ConnectionAbortedException("It was silent, and its place was needed."));
    }
}
