using System.Net.Sockets;
using System.Text.Json;
using Audio.Cli.Invocation;
using Audio.Cli.Processes;
using Audio.Cli.State;
using Audio.Host;
using Audio.Host.Options;
using Audio.Host.Running;
using Audio.Host.V4;

namespace Audio.Cli.Doctor;

/// <summary>Checks whether the port and the local socket are free.</summary>
internal static class PortCheck
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(
        DaemonOptions options,
        int port,
        CommandContext context,
        StateStore store
    )
    {
        using var probe = new DaemonProbe();
        using JsonDocument? status = await probe.StatusAsync(CommandContext.UrlOf(port, store));
        if (status is not null)
        {
            string version = status.RootElement.TryGetProperty("version", out JsonElement text)
                ? text.ToString()
                : "of an unknown version";
            string output =
                status.RootElement.TryGetProperty("output", out JsonElement sink)
                && sink.TryGetProperty("sink", out JsonElement name)
                    ? $" and plays through {name}"
                    : "";
            return [new Finding(Verdict.Good, $"port {port}", $"audiod {version} runs there{output}.")];
        }

        var findings = new List<Finding>();
        try
        {
            using var claim = PortClaim.Take(options.Bind, port);
            findings.Add(
                new Finding(
                    Verdict.Good,
                    $"port {port}",
                    $"is free; a daemon would listen on {string.Join(" and ", claim.EndPoints.Select(e => e.Address))}."
                )
            );
        }
        catch (PortTakenException)
        {
            findings.Add(
                new Finding(
                    Verdict.Bad,
                    $"port {port}",
                    "is taken by another program. Stop it, or choose another with --port."
                )
            );
        }
        catch (SocketException e)
        {
            findings.Add(new Finding(Verdict.Bad, $"port {port}", $"cannot be opened: {e.Message}."));
        }
        findings.Add(LookAtSocket(options, port, context));
        return findings;
    }

    private static Finding LookAtSocket(DaemonOptions options, int port, CommandContext context)
    {
        const string Subject = "local socket";
        try
        {
            using var socket = LocalSocket.Take(options, port, context.Environment, out string? warning);
            return warning is not null ? new Finding(Verdict.Note, Subject, warning)
                : socket is null ? new Finding(Verdict.Note, Subject, "is switched off.")
                : new Finding(Verdict.Good, Subject, $"{socket.Path} can be created, for this user only.");
        }
        catch (DaemonException e)
        {
            return new Finding(Verdict.Bad, Subject, e.Message);
        }
    }
}
