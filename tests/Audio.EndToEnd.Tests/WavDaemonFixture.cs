namespace Audio.EndToEnd.Tests;

/// <summary>One daemon with a WAV sink for all tests of a class; their sounds follow each other in its file.</summary>
public sealed class WavDaemonFixture : IAsyncLifetime
{
    /// <summary>The prefill: a client that sends everything within this time cannot run dry.</summary>
    public static readonly TimeSpan Prefill = TimeSpan.FromMilliseconds(600);

    internal WavDaemon Daemon { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Daemon = await WavDaemon.StartAsync("--max-message", "64KiB", "--prefill", $"{Prefill.TotalMilliseconds}ms");

    public ValueTask DisposeAsync() => Daemon.DisposeAsync();
}
