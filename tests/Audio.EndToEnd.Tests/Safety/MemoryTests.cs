using System.Text.Json;
using Audio.EndToEnd.Tests.ProtocolV4;
using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.Safety;

/// <summary>The memory of a burst.</summary>
public sealed class MemoryTests
{
    private const long MiB = 1024 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task After_a_burst_over_all_wires_the_daemon_is_small_again()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup { Options = ["--trim-after", "1s"] }
        );
        await using V4Client v4 = await V4Client.ConnectAsync(daemon);
        V3Client[] v3 = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => V3Client.ConnectAsync(daemon)));
        byte[] sound = new byte[MiB];
        for (int i = 0; i < 32; i++)
        {
            uint handle = await v4.StartAsync($"s-{i}", channels: 2);
            for (int sent = 0; sent < 5; sent++)
                await v4.SendAsync(handle, sent * MiB, sound);
        }
        byte[] large = new byte[12 * MiB];
        await Task.WhenAll(
            v3.Select(async client =>
            {
                await client.StartAsync(48_000, 2, 16);
                await client.SendChunkAsync(large);
                await client.SendChunkAsync(large);
                await client.SettleAsync();
            })
        );
        daemon.PeakResidentBytes.Should().BeGreaterThan(300 * MiB, "it was a burst");

        for (int i = 0; i < 32; i++)
            await v4.AskAsync($$"""{"type":"cancel_session","sessionId":"s-{{i}}"}""", "session_stopped");
        foreach (V3Client client in v3)
        {
            JsonElement stopped = await client.AskAsync("""{"type":"stop_session","mode":"cancel"}""");
            Json.Type(stopped).Should().Be("session_stopped");
        }

        long started = TimeProvider.System.GetTimestamp();
        while (daemon.ResidentBytes >= 150 * MiB)
        {
            TimeProvider
                .System.GetElapsedTime(started)
                .Should()
                .BeLessThan(Limit, $"{daemon.ResidentBytes / MiB} MiB are still resident");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        foreach (V3Client client in v3)
        {
            await client.SettleAsync();
            await client.DisposeAsync();
        }
    }
}
