using System.Net;
using System.Net.Sockets;
using Audio.Host.Commands;
using Audio.Host.Options;
using Audio.Host.Processes;

namespace Audio.Host.Running;

/// <summary>Takes the daemon's port, or says in one line why it cannot be had.</summary>
internal static class PortClaims
{
    /// <summary>Takes the port.</summary>
    /// <exception cref="DaemonFailure">The port cannot be had.</exception>
    public static async Task<PortClaim> TakeAsync(DaemonOptions options)
    {
        try
        {
            return PortClaim.Take(options.Bind, options.Port);
        }
        catch (PortTakenException e)
        {
            throw new DaemonFailure(await TakenAsync(options), ExitCode.PortTaken, e);
        }
        catch (SocketException e)
        {
            throw new DaemonFailure(Refused(options, e), ExitCode.Failed, e);
        }
    }

    private static async Task<string> TakenAsync(DaemonOptions options)
    {
        int port = options.Port;
        using var probe = new DaemonProbe();
        IEnumerable<IPAddress> asked = options
            .Bind.Where(a => !a.Equals(IPAddress.Any) && !a.Equals(IPAddress.IPv6Any))
            .Append(IPAddress.Loopback)
            .Distinct();
        foreach (IPAddress address in asked)
        {
            if (await probe.AskAsync(new UriBuilder("http", address.ToString(), port).Uri) == ProbeAnswer.Daemon)
                return $"Port {port} is taken by another audio daemon, which is healthy. Use that one, stop it ('audiod stop {port}'), or choose another port with --port.";
        }

        return $"Port {port} is taken by another program. Stop it, or choose another with --port.";
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
