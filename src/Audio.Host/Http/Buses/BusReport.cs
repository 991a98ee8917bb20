using Audio.Core.Mixing;

namespace Audio.Host.Http.Buses;

/// <summary><c>GET /v1/buses</c>.</summary>
/// <param name="Buses">Those of the priorities, the lowest first, then the master.</param>
internal sealed record BusList(IReadOnlyList<BusReport> Buses);

/// <summary>A bus, as <c>/v1</c> shows it.</summary>
/// <param name="Name">The priority that it carries, or <c>master</c>.</param>
/// <param name="Volume">Linear gain.</param>
/// <param name="Muted">Whether it is silent.</param>
/// <param name="DuckingDb">
/// What higher priorities have taken it down to now, in decibels; 0 when nothing does, or nothing sounds.
/// </param>
internal sealed record BusReport(string Name, double Volume, bool Muted, double DuckingDb)
{
    public static BusReport Of(AudioBus bus) =>
        new(bus.Name, Math.Round((double)bus.Volume, 4), bus.IsMuted, Decibels(bus.Ducking));

    /// <summary>A linear gain above 0, as <c>/v1</c> shows it.</summary>
    public static double Decibels(double gain) => Math.Round(20 * Math.Log10(gain), 2);
}
