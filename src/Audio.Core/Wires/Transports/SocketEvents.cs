using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Audio.Core.Wires.Transports;

/// <summary>
/// <c>poll</c> of Linux for one socket. .NET offers it without POLLRDHUP, the only event that tells of a FIN behind
/// data that has not been read.
/// </summary>
internal static partial class SocketEvents
{
    /// <summary>POLLERR.</summary>
    public const int Error = 0x8;

    /// <summary>POLLHUP.</summary>
    public const int HangUp = 0x10;

    /// <summary>POLLRDHUP.</summary>
    public const int PeerFinished = 0x2000;

    /// <summary>The events that have occurred. Does not wait.</summary>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public static int Of(SafeSocketHandle socket)
    {
        bool added = false;
        try
        {
            socket.DangerousAddRef(ref added);
            var descriptor = new Descriptor { Number = (int)socket.DangerousGetHandle(), Wanted = PeerFinished };
            return Poll(ref descriptor, count: 1, timeout: 0) > 0 ? descriptor.Occurred : 0;
        }
        finally
        {
            if (added)
                socket.DangerousRelease();
        }
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref Descriptor descriptors, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct Descriptor
    {
        public int Number;
        public short Wanted;
        public short Occurred;
    }
}
