using System.Text.Json;
using Audio.Cli.Invocation;
using Audio.Cli.Processes;
using Audio.Cli.State;
using Audio.Cli.Status;
using Audio.Host.State;

namespace Audio.Cli.Doctor;

/// <summary>
/// Checks whether the running daemon can be heard, or whether the next one would start muted if none runs.
/// </summary>
internal static class AudibilityCheck
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(int port, StateStore store)
    {
        using var probe = new DaemonProbe();
        using JsonDocument? status = await probe.StatusAsync(CommandContext.UrlOf(port, store));
        if (status is null)
            return Saved(new BusFile(store.Folder, port));
        var findings = new List<Finding>();
        if (AudibilityText.Trouble(status.RootElement) is { } trouble)
            findings.Add(new Finding(Verdict.Bad, "audible", trouble));
        if (AudibilityText.Muted(status.RootElement) is { Count: > 0 } muted)
            findings.Add(new Finding(Verdict.Note, "volume", $"muted, or at volume 0: {string.Join(", ", muted)}."));
        return findings;
    }

    private static List<Finding> Saved(BusFile file)
    {
        try
        {
            return
            [
                .. file.Read()
                    .Where(bus => bus.Value is { Muted: true } or { Volume: 0 })
                    .Select(bus => new Finding(
                        bus.Key == "master" ? Verdict.Bad : Verdict.Note,
                        "volume",
                        $"{StatusText.Printable(bus.Key)} was left muted or at volume 0, and would be again. "
                            + $"Start the daemon and PATCH /v1/buses/{StatusText.Printable(bus.Key)}, "
                            + $"or remove {file.Path}."
                    )),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return
            [
                new Finding(
                    Verdict.Note,
                    "volume",
                    $"{file.Path} cannot be read ({e.Message}); all buses would start at volume 1."
                ),
            ];
        }
    }
}
