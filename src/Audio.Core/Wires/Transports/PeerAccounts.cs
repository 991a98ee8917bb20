using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Audio.Core.Wires.Transports;

/// <summary>Tells which account of this machine is at the other end of a connection. Any thread.</summary>
/// <remarks>
/// Linux says it of a Unix socket (<c>unix(7)</c>, <c>SO_PEERCRED</c>), and of TCP in a table with a line for each
/// socket (<c>proc_pid_net(5)</c>), which takes a millisecond where there are a thousand. Elsewhere it is not known.
/// </remarks>
public static partial class PeerAccounts
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PeerCredentials = 17; // SO_PEERCRED: process, user, group

    // The columns of the table.
    private const int LocalColumn = 1;
    private const int RemoteColumn = 2;
    private const int UserColumn = 7;
    private const int InodeColumn = 9;

    /// <summary>Whether the peer is the account that runs this process, or root.</summary>
    /// <param name="socket">
    /// A connected socket. <see langword="null"/>, one that is closed, and one whose peer is not known: no.
    /// </param>
    public static bool IsOwn(Socket? socket)
    {
        if (socket is null || !OperatingSystem.IsLinux())
            return false;
        try
        {
            uint? user = socket.AddressFamily == AddressFamily.Unix ? OfUnix(socket) : OfTcp(socket);
            return user is 0 || user == EffectiveUser();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    private static uint OfUnix(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        return MemoryMarshal.Read<uint>(credentials[4..]);
    }

    private static uint? OfTcp(Socket socket)
    {
        if (socket is not { LocalEndPoint: IPEndPoint own, RemoteEndPoint: IPEndPoint peer })
            return null;
        // A peer on IPv6 may reach a socket on IPv4, and the other way round, by a mapped address.
        return Find("/proc/net/tcp", peer, own, static address => address.MapToIPv4())
            ?? Find("/proc/net/tcp6", peer, own, static address => address.MapToIPv6());
    }

    private static uint? Find(string table, IPEndPoint peer, IPEndPoint own, Func<IPAddress, IPAddress> map)
    {
        if (!File.Exists(table))
            return null;
        string local = Entry(map(peer.Address), peer.Port);
        string remote = Entry(map(own.Address), own.Port);
        foreach (string line in File.ReadLines(table))
        {
            string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            // A socket that its process has closed has no inode, and belongs to root here.
            bool isOpen = columns.Length > InodeColumn && columns[InodeColumn] != "0";
            if (isOpen && (columns[LocalColumn], columns[RemoteColumn]) == (local, remote))
                return uint.Parse(columns[UserColumn], CultureInfo.InvariantCulture);
        }

        return null;
    }

    /// <summary>An address as the table has it: words of 32 bits in the order of this machine.</summary>
    private static string Entry(IPAddress address, int port)
    {
        byte[] bytes = address.GetAddressBytes();
        string words = "";
        for (int i = 0; i < bytes.Length; i += sizeof(uint))
            words += MemoryMarshal.Read<uint>(bytes.AsSpan(i)).ToString("X8", CultureInfo.InvariantCulture);
        return $"{words}:{port:X4}";
    }
}
