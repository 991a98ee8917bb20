using System.CommandLine;
using Audio.LoadGenerator.Driving;
using Audio.LoadGenerator.Reports;

namespace Audio.LoadGenerator.Commands;

/// <summary><c>idle</c>: many idle connections.</summary>
internal static class IdleCommand
{
    private const int UsualConnections = 10_000;

    private static readonly TimeSpan UsualTime = TimeSpan.FromSeconds(10);

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var daemon = new DaemonSymbols();
        Option<int> connections = Span.Number("--connections", "How many", UsualConnections, 1, 100_000);
        Option<TimeSpan> measured = Span.Option(
            "--seconds",
            "How long they are idle while it is measured",
            UsualTime,
            TimeSpan.FromMilliseconds(100),
            TimeSpan.FromHours(1)
        );
        var command = new Command(
            "idle",
            "Connections that say nothing: what they hold of the daemon's memory. "
                + "At the end each of them has to answer."
        )
        {
            daemon.Port,
            daemon.ProcessId,
            daemon.Protocol,
            connections,
            measured,
            daemon.Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(daemon.Protocol) == "http")
                result.AddError("An idle connection speaks v4 or v3: by HTTP it would be closed after a while.");
        });
        command.SetAction(
            async (result, _) =>
            {
                LoadOptions options = daemon.Read(result) with { Measured = result.ValueOr(measured, UsualTime) };
                IdleReport report;
                try
                {
                    report = await new IdleRun(options, result.InvocationConfiguration.Error).RunAsync(
                        result.ValueOr(connections, UsualConnections)
                    );
                }
                catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
                {
                    await result.InvocationConfiguration.Error.WriteLineAsync(e.Message);
                    return 1;
                }
                await result.InvocationConfiguration.Output.WriteLineAsync(
                    $"{report.Connections} idle connections ({options.Protocol}): "
                        + $"{report.ResidentMb:F1} MB resident, {report.ResidentBeforeMb:F1} MB before, "
                        + $"{report.KilobytesEach:F1} kB each; "
                        + $"{report.ResidentAnsweredMb:F1} MB after each was answered a ping ({report.Answered} "
                        + $"were), {report.PeakResidentMb:F1} MB at the most; "
                        + $"CPU {100 * report.Cpu:F2} % of a core, {report.WakeUps:F1} wake-ups a second"
                );
                if (result.GetValue(daemon.Json) is { } jsonFile)
                    await File.WriteAllTextAsync(jsonFile.FullName, JsonReport.Write(report), CancellationToken.None);
                return 0;
            }
        );
        return command;
    }
}
