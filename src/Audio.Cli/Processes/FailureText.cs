using System.Net;
using Audio.Host;
using Audio.Host.Options;
using Audio.Host.Running;

namespace Audio.Cli.Processes;

/// <summary>The message for the user when a daemon cannot run, and the exit code.</summary>
/// <param name="Message">One line.</param>
/// <param name="ExitCode">One of <see cref="Invocation.ExitCode"/>.</param>
internal readonly record struct FailureText(string Message, int ExitCode)
{
    /// <summary>
    /// Describes a failure. If the port is taken, this asks the program that has it whether it is a healthy daemon.
    /// </summary>
    /// <param name="error">Why the daemon could not run.</param>
    /// <param name="options">The options of the daemon.</param>
    public static async Task<FailureText> OfAsync(DaemonException error, DaemonOptions options) =>
        error is not PortTakenException taken ? new(error.Message, Invocation.ExitCode.Failed)
        : !await IsDaemonAsync(options) ? new(error.Message, Invocation.ExitCode.PortTaken)
        : new(
            $"Port {taken.Port} is taken by another audio daemon, which is healthy. "
                + $"Use that one, stop it ('audiod stop {taken.Port}'), or choose another port with --port.",
            Invocation.ExitCode.PortTaken
        );

    private static async Task<bool> IsDaemonAsync(DaemonOptions options)
    {
        using var probe = new DaemonProbe();
        IEnumerable<IPAddress> asked = options
            .Bind.Where(a => !a.Equals(IPAddress.Any) && !a.Equals(IPAddress.IPv6Any))
            .Append(IPAddress.Loopback)
            .Distinct();
        foreach (IPAddress address in asked)
        {
            Uri url = new UriBuilder("http", address.ToString(), options.Port).Uri;
            if (await probe.AskAsync(url) == ProbeAnswer.Daemon)
                return true;
        }
        return false;
    }
}
