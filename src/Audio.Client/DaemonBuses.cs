using System.Text.Json;
using Audio.Client.Pages;

namespace Audio.Client;

/// <summary><c>/v1/buses</c>.</summary>
internal sealed class DaemonBuses(DaemonControl control) : IDaemonBuses
{
    public Task<IReadOnlyList<DaemonBus>> ListAsync(CancellationToken cancellationToken = default) =>
        control.GetAsync<BusesPage, IReadOnlyList<DaemonBus>>(
            "/v1/buses",
            PagesJson.Default.BusesPage,
            static page => [.. page.Buses.Select(static bus => bus.ToBus())],
            cancellationToken
        );

    public Task<DaemonBus> GetAsync(string name, CancellationToken cancellationToken = default) =>
        control.GetAsync(PathOf(name), PagesJson.Default.BusPage, static page => page.ToBus(), cancellationToken);

    public Task<DaemonBus> SetVolumeAsync(string name, double volume, CancellationToken cancellationToken = default)
    {
        AudioSessionOptions.ValidateVolume(volume, nameof(volume));
        return ChangeAsync(name, new BusChangePage(volume, Muted: null), cancellationToken);
    }

    public Task<DaemonBus> SetMutedAsync(string name, bool muted, CancellationToken cancellationToken = default) =>
        ChangeAsync(name, new BusChangePage(Volume: null, muted), cancellationToken);

    private Task<DaemonBus> ChangeAsync(string name, BusChangePage change, CancellationToken cancellationToken)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(change, PagesJson.Default.BusChangePage);
        return control.AskAsync(
            HttpMethod.Patch,
            PathOf(name),
            body,
            PagesJson.Default.BusPage,
            static page => page.ToBus(),
            cancellationToken
        );
    }

    private static string PathOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return $"/v1/buses/{Uri.EscapeDataString(name)}";
    }
}
