namespace Audio.EndToEnd.Tests;

/// <summary>
/// One daemon with a WAV sink for all tests of a class, whose sounds stand in its file one behind the other.
/// </summary>
public sealed class WavDaemonFixture : IAsyncLifetime
{
    /// <summary>
    /// What is gathered of a stream before it sounds, unless it has ended: who has sent all within this time cannot run
    /// dry.
    /// </summary>
    public static readonly TimeSpan Prefill = TimeSpan.FromMilliseconds(600);

    internal WavDaemon Daemon { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Daemon = await WavDaemon.StartAsync("--max-message", "64KiB", "--prefill", $"{Prefill.TotalMilliseconds}ms");

    public ValueTask DisposeAsync() => Daemon.DisposeAsync();
}
