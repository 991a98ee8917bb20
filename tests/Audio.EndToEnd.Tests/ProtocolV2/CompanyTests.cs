using System.Text.Json;
using Audio.EndToEnd.Tests.ProtocolV4;
using Audio.Testing.Signals;
using static Audio.EndToEnd.Tests.ProtocolV2.V2Client;

namespace Audio.EndToEnd.Tests.ProtocolV2;

/// <summary>
/// Several clients at once. One sounds on the left and the other on the right, so that the mix shows each by itself.
/// </summary>
public sealed class CompanyTests
{
    private const int Rate = 48_000;

    [Fact]
    public async Task With_own_two_speeches_at_once_are_both_heard_whole_and_each_is_told_of_its_own_end()
    {
        await using WavDaemon daemon = await StartAsync("--v2-stop", "own");
        short[] left = Loud(Rate, seed: 1);
        short[] right = Loud(Rate / 2, seed: 2);
        await using V2Client first = await V2Client.ConnectAsync(daemon.Process);
        await using V2Client second = await V2Client.ConnectAsync(daemon.Process);

        await first.SayAsync(Speech(OnTheLeft(left)));
        await second.SayAsync(Speech(OnTheRight(right)));

        JsonElement[] ends = await Task.WhenAll(first.WaitAsync(), second.WaitAsync());
        ends.Select(Json.Type).Should().Equal("completed", "completed");
        first
            .Received.Concat(second.Received)
            .Should()
            .NotContain(m => Json.Type(m) == "completed" && !ends.Contains(m));
        await ShouldBeHeardAsync(daemon, left, right);
    }

    [Fact]
    public async Task Sessions_of_versions_3_and_4_are_not_touched_by_stop_and_play()
    {
        await using WavDaemon daemon = await StartAsync();
        short[] left = Loud(Rate, seed: 3);
        short[] right = Loud(Rate, seed: 4);
        await using V3Client third = await V3Client.ConnectAsync(daemon.Process);
        await using V4Client fourth = await V4Client.ConnectAsync(daemon.Process);
        await third.StartAsync(Rate, 2, 16);
        uint handle = await fourth.StartAsync("right", Rate, 2);
        await third.SendAllAsync(OnTheLeft(left));
        await fourth.SendAllAsync(handle, OnTheRight(right));

        await using V2Client second = await V2Client.ConnectAsync(daemon.Process);
        await second.SayAsync(Control("stop"), Control("play"), Control("stop"), Control("play"), Control("stop"));
        await second.WaitAsync();

        JsonElement stats = await third.StopAsync();
        stats.GetProperty("bytesReceived").GetInt32().Should().Be(4 * Rate);
        JsonElement ended = await fourth.ExpectAsync("session_ended");
        ended.GetProperty("reason").GetString().Should().Be("completed");
        ended.GetProperty("framesPlayed").GetInt32().Should().Be(Rate);
        await ShouldBeHeardAsync(daemon, left, right);
    }

    private static Task<WavDaemon> StartAsync(params string[] options) =>
        WavDaemon.StartAsync([
            "--v2-channels",
            "2",
            "--v2-sample-rate",
            $"{Rate}",
            "--prefill",
            "600ms", // so that a client that sends everything at once cannot run dry
            .. options,
        ]);

    private static string[] Speech(byte[] sound) =>
        [Control("stop"), Control("play"), .. Chunks(sound, 9_601), Control("end_stream")];

    private static byte[] OnTheLeft(short[] sound) => Pcm.Bytes([.. sound.SelectMany(sample => (short[])[sample, 0])]);

    private static byte[] OnTheRight(short[] sound) => Pcm.Bytes([.. sound.SelectMany(sample => (short[])[0, sample])]);

    private static async Task ShouldBeHeardAsync(WavDaemon daemon, short[] left, short[] right)
    {
        short[] mix = (await daemon.StopAsync()).Samples;
        Signal.Channel<short>(mix, 0).Where(sample => sample != 0).Should().Equal(left);
        Signal.Channel<short>(mix, 1).Where(sample => sample != 0).Should().Equal(right);
    }
}
