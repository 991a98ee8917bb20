using System.Net.Sockets;
using Audio.Host.Options;

namespace Audio.Host.Running;

/// <summary>Claims the daemon's port, or reports in one line why it cannot.</summary>
internal static class PortClaims
{
    /// <summary>Claims the port.</summary>
    /// <exception cref="PortTakenException">Another program has it.</exception>
    /// <exception cref="DaemonException">The port cannot be claimed for another reason.</exception>
    public static PortClaim Take(DaemonOptions options)
    {
        try
        {
            return PortClaim.Take(options.Bind, options.Port);
        }
        catch (SocketException e)
        {
            throw new DaemonException(Refused(options, e), e);
        }
    }

    private static string Refused(DaemonOptions options, SocketException e) =>
        e.SocketErrorCode switch
        {
            SocketError.AccessDenied =>
                $"Port {options.Port} is not allowed to this user. Choose one above 1023 with --port.",
            SocketError.AddressNotAvailable =>
                $"An address of --bind ({string.Join(", ", options.Bind)}) is not one of this machine.",
            _ => $"Port {options.Port} cannot be listened on: {e.Message}.",
        };
}
