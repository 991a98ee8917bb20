using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Audio.Core.Wires.Transports;

/// <summary>
/// Connections that a program on this machine has closed, or that its death has closed, before all it sent was
/// received. Its FIN follows the data, so a receiver that does not read never sees it. The system's table of
/// connections does: the other end is in FIN-WAIT-1. Any thread.
/// </summary>
internal static class UnsentEnds
{
    /// <summary>How old the table may be: it is read once for all connections that are looked at together.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private static Table? _table;

    /// <summary>Whether the other end of a connection is among them.</summary>
    public static bool Include(Socket socket) =>
        socket is { LocalEndPoint: IPEndPoint here, RemoteEndPoint: IPEndPoint there }
        && Recent().Contains((Plain(there), Plain(here)));

    private static HashSet<(IPEndPoint From, IPEndPoint To)> Recent()
    {
        Table? table = Volatile.Read(ref _table);
        if (table is null || TimeProvider.System.GetElapsedTime(table.Read) > MaxAge)
            Volatile.Write(ref _table, table = new Table(TimeProvider.System.GetTimestamp(), Read()));
        return table.Ends;
    }

    private static HashSet<(IPEndPoint From, IPEndPoint To)> Read()
    {
        try
        {
            return
            [
                .. IPGlobalProperties
                    .GetIPGlobalProperties()
                    .GetActiveTcpConnections()
                    .Where(static connection => connection.State == TcpState.FinWait1)
                    .Select(static connection => (Plain(connection.LocalEndPoint), Plain(connection.RemoteEndPoint))),
            ];
        }
        catch (Exception e) when (e is NetworkInformationException or PlatformNotSupportedException or IOException)
        {
            return []; // the system does not tell
        }
    }

    /// <summary>IPv4 in a socket for both is IPv4.</summary>
    private static IPEndPoint Plain(IPEndPoint point) =>
        point.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(point.Address.MapToIPv4(), point.Port) : point;

    private sealed record Table(long Read, HashSet<(IPEndPoint From, IPEndPoint To)> Ends);
}
