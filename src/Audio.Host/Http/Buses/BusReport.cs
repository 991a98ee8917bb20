using Audio.Core.Mixing;

namespace Audio.Host.Http.Buses;

/// <summary><c>GET /v1/buses</c>.</summary>
/// <param name="Buses">The buses of the priorities, lowest first, then the master.</param>
internal sealed record BusList(IReadOnlyList<BusReport> Buses);

/// <summary>A bus, as <c>/v1</c> shows it.</summary>
/// <param name="Name">The priority it carries, or <c>master</c>.</param>
/// <param name="Volume">Linear gain.</param>
/// <param name="Muted">Whether it is muted.</param>
/// <param name="DuckingDb">
/// How far ducking lowers it now, in decibels; 0 if it is not ducked or nothing plays on it.
/// </param>
internal sealed record BusReport(string Name, double Volume, bool Muted, double DuckingDb)
{
    public static BusReport Of(AudioBus bus) =>
        new(bus.Name, Math.Round((double)bus.Volume, 4), bus.IsMuted, Decibels(bus.Ducking));

    /// <summary>Converts a linear gain above 0 to decibels, rounded for <c>/v1</c>.</summary>
    public static double Decibels(double gain) => Math.Round(20 * Math.Log10(gain), 2);
}
