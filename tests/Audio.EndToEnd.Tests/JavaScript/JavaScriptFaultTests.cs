using System.Text.Json;
using Audio.EndToEnd.Tests.Client;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.JavaScript;

/// <summary>
/// A hundred sounds of the JavaScript client over a connection that is cut, reset, delayed and half-opened: the WAV
/// sink holds every sample once, in order.
/// </summary>
public sealed class JavaScriptFaultTests
{
    private const int Runs = 50;
    private static readonly int[] Lanes = [10_000, 20_000];

    [Fact]
    public async Task Every_sample_is_heard_once_and_every_session_ends_once()
    {
        ExternalTool.Require("node");
        Fault[][] faults = await Task.WhenAll(Lanes.Select(LaneAsync));

        faults
            .SelectMany(f => f)
            .Distinct()
            .Should()
            .BeEquivalentTo(Enum.GetValues<Fault>(), "the seeds bring all of them");
    }

    /// <summary>Runs one after another on one daemon, so that its file holds them in order.</summary>
    private static async Task<Fault[]> LaneAsync(int firstSeed)
    {
        using var project = new ClientProject();
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        await using var proxy = new FaultyProxy(daemon.Process.Port);
        await using var peer = NodePeer.Start(project.AddProgram("faults.mjs"), $"ws://127.0.0.1:{proxy.Port}");
        var sent = new List<short>();
        for (int run = 0; run < Runs; run++)
            sent.AddRange(await RunAsync(proxy, peer, project, firstSeed + run));
        (await peer.EndAsync()).Should().Be((0, ""));
        short[] recorded = (await daemon.StopAsync()).Samples;

        // A late chunk leaves a gap, with a fade on either side of it.
        int first = Array.FindIndex(recorded, static sample => sample != 0) & ~1;
        FadedSound.FindFault(recorded.AsSpan(first), sent.ToArray(), gaps: int.MaxValue).Should().BeNull();
        return [.. proxy.Faults];
    }

    private static async Task<short[]> RunAsync(FaultyProxy proxy, NodePeer peer, ClientProject project, int seed)
    {
        short[] sound = Sounds.Random(seed, 2 * new Random(seed).Next(48 * 5, 48 * 60));
        byte[] bytes = Pcm.Bytes(sound);
        string file = project.PathOf("sound.pcm");
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        proxy.Begin(seed, span: bytes.Length + 1_000);

        JsonElement result = await peer.AskAsync(JsonSerializer.Serialize(new { file, seed }))
            .WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

        (
            result.GetProperty("reason").GetString(),
            result.GetProperty("framesPlayed").GetInt64(),
            result.GetProperty("bytesReceived").GetInt64(),
            result.GetProperty("ends").GetInt32()
        )
            .Should()
            .Be(("completed", sound.Length / 2, bytes.Length, 1), $"seed {seed}: {result}");
        return sound;
    }
}
