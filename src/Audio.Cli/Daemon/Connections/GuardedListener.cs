using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Audio.Cli.Daemon.Connections;

/// <summary>
/// Accepts connections as long as there are places. Kestrel's own listener accepts until the process has no descriptor
/// left, and then tries again without a pause. One accept at a time.
/// </summary>
/// <param name="socket">The listening socket; owned.</param>
/// <param name="accept">Accepts on it.</param>
/// <param name="places">The places.</param>
/// <param name="budget">The descriptors.</param>
/// <param name="factory">Makes connections of sockets.</param>
/// <param name="shortage">Hears when the system refuses.</param>
/// <param name="time">The clock.</param>
internal sealed class GuardedListener(
    Socket socket,
    Func<CancellationToken, ValueTask<Socket>> accept,
    ListenerPlaces places,
    DescriptorBudget budget,
    SocketConnectionContextFactory factory,
    ConnectionShortage shortage,
    TimeProvider time
) : IConnectionListener
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public EndPoint EndPoint { get; } = socket.LocalEndPoint!;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        TimeSpan pause = FirstPause;
        while (true)
        {
            Socket accepted;
            try
            {
                accepted = await accept(cancellationToken);
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted)
            {
                return null;
            }
            catch (SocketException e) when (IsShortage(e))
            {
                shortage.Begin();
                await Task.Delay(pause, time, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                continue;
            }
            catch (SocketException)
            {
                continue; // it was reset before it was accepted
            }

            budget.Opened();
            if (await TakeAsync(accepted) is { } place)
                return Connect(accepted, place);
            accepted.Dispose();
            budget.Closed();
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        socket.Dispose();
        return default;
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return default;
    }

    private async ValueTask<ConnectionPlace?> TakeAsync(Socket accepted)
    {
        while (true)
        {
            ConnectionPlace? place = places.TryTake(accepted.Available > 0, out TimeSpan wait);
            if (place is not null || wait == TimeSpan.Zero)
                return place;
            await Task.Delay(wait, time, CancellationToken.None);
        }
    }

    private ConnectionContext Connect(Socket accepted, ConnectionPlace place)
    {
        bool speaksFirst = accepted.LocalEndPoint is IPEndPoint; // on the local socket the daemon does
        if (speaksFirst)
            accepted.NoDelay = true;
        ConnectionContext connection = factory.Create(accepted);
        place.Connection = connection;
        if (speaksFirst)
            places.Offer(place); // until it has spoken: see FirstWords
        connection.Features.Set(place);
        connection.Features.Set(places);
        connection.ConnectionClosed.UnsafeRegister(
            _ =>
            {
                budget.Closed();
                places.Leave(place);
            },
            null
        );
        return connection;
    }

    private static bool IsShortage(SocketException e) =>
        e.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable;
}
