using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests;

/// <summary>One daemon with the null sink for all tests of a class.</summary>
public sealed class NullDaemon : IAsyncLifetime
{
    public DaemonProcess Daemon { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Daemon = await DaemonProcess.StartAsync(new DaemonSetup());

    public ValueTask DisposeAsync() => Daemon.DisposeAsync();
}
