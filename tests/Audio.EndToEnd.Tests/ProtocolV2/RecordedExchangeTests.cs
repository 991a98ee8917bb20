using System.Text.Json;
using Audio.Testing.Signals;
using static Audio.EndToEnd.Tests.ProtocolV2.V2Client;

namespace Audio.EndToEnd.Tests.ProtocolV2;

/// <summary>The exchanges of the extension with its own daemon, as they were recorded, against ours.</summary>
public sealed class RecordedExchangeTests : IAsyncLifetime
{
    private const int Rate = 48_000;
    private const int Tries = 5;
    private const double MaxLate = 60;

    private WavDaemon _daemon = null!;

    public async ValueTask InitializeAsync() =>
        _daemon = await WavDaemon.StartAsync(
            "--channels",
            "1",
            "--bit-depth",
            "16",
            "--format",
            "pcm",
            "--v2-sample-rate",
            "48000",
            "--prefill",
            "600ms" // so that a client that sends everything at once cannot run dry
        );

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task A_speech_and_its_replay_are_heard_whole_and_neither_wait_ends_early()
    {
        short[] sound = Loud(Rate, seed: 1);
        byte[] bytes = Pcm.Bytes(sound);
        await using V2Client client = await V2Client.ConnectAsync(_daemon.Process);
        long start = TimeProvider.System.GetTimestamp();

        await client.SayAsync([Control("stop"), Control("play"), .. Chunks(bytes, 9_601), Control("end_stream")]);
        ShouldBeCompleted(await client.WaitAsync(), bytes.Length, start);

        start = TimeProvider.System.GetTimestamp();
        byte[] file = [.. WaveFile.FromInt16([], Rate, 1).Header(bytes.Length), .. bytes];
        await client.SayAsync(Control("stop"), Control("play"), Chunk(file), Control("end_stream"));
        ShouldBeCompleted(await client.WaitAsync(), file.Length, start);

        client.Received.Count(message => Json.Type(message) == "completed").Should().Be(2);
        client.Received.Should().NotContain(message => Json.Type(message) == "error");
        Mix mix = await _daemon.StopAsync();
        short[] both = [.. sound, .. sound];
        short[] heard = [.. Signal.Channel<short>(mix.Samples, 0).Where(sample => sample != 0)];
        heard.Should().Equal(both);
    }

    /// <summary>By the daemon's clock and the position of its device. A machine that is suspended is late.</summary>
    [Fact]
    public async Task Completed_comes_within_60_ms_of_the_last_sample()
    {
        double late = double.MaxValue;
        for (int tries = 0; tries < Tries && late > MaxLate; tries++)
        {
            Try.Note(tries);
            await using V2Client client = await V2Client.ConnectAsync(_daemon.Process);
            await client.SayAsync(Control("play"), Chunk(Pcm.Bytes(Loud(Rate / 2, seed: 8))), Control("end_stream"));
            JsonElement stats = Stats(await client.NextAsync("completed"));
            double heard = stats.GetProperty("playbackStartTime").GetDouble() + 500;
            late = stats.GetProperty("playbackEndTime").GetDouble() - heard;
            late.Should().BeGreaterThan(-1, "its last sample was heard");
            stats.GetProperty("expectedDuration").GetDouble().Should().Be(500);
        }

        late.Should().BeLessThanOrEqualTo(MaxLate);
    }

    [Fact]
    public async Task A_replay_during_the_sound_is_told_no_idle()
    {
        byte[] first = Pcm.Bytes(Loud(4 * Rate, seed: 2));
        short[] second = Loud(Rate / 2, seed: 3);
        await using V2Client client = await V2Client.ConnectAsync(_daemon.Process);
        await client.SayAsync(Control("stop"), Control("play"), Chunk(first), Control("end_stream"));
        await client.NextAsync("status");

        await client.SayAsync(Control("stop"), Control("play"), Chunk(Pcm.Bytes(second)), Control("end_stream"));
        ShouldBeCompleted(await client.WaitAsync(), 2 * second.Length, start: null);

        Mix mix = await _daemon.StopAsync();
        short[] heard = [.. Signal.Channel<short>(mix.Samples, 0).Where(sample => sample != 0)];
        int after = second.Length / 2; // far behind the fade of the sound before, which a busy machine may begin late
        heard.TakeLast(second.Length - after).Should().Equal(second.Skip(after));
    }

    [Fact]
    public async Task Stop_ends_the_wait_and_nothing_is_said_later()
    {
        byte[] bytes = Pcm.Bytes(Loud(20 * Rate, seed: 4));
        await using V2Client client = await V2Client.ConnectAsync(_daemon.Process);
        await client.SayAsync(Control("stop"), Control("play"), Chunk(bytes), Control("end_stream"));
        await client.NextAsync("status");

        await client.SayAsync(Control("stop"));
        JsonElement end = await client.WaitAsync();

        Json.Type(end).Should().Be("status");
        await client.SayAsync("""{"type":"timing_analysis"}""");
        await client.NextAsync("timing_analysis");
        client.Received.Should().NotContain(message => Json.Type(message) == "completed");
        (await _daemon.StopAsync()).Samples.Length.Should().BeLessThan(2 * 20 * Rate);
    }

    [Fact]
    public async Task One_shot_without_play_is_heard()
    {
        short[] sound = Loud(Rate / 4, seed: 5);
        await using V2Client client = await V2Client.ConnectAsync(_daemon.Process);
        long start = TimeProvider.System.GetTimestamp();

        await client.SayAsync(Control("stop"), Chunk(Pcm.Bytes(sound)), """{"type":"end_stream","data":{}}""");
        ShouldBeCompleted(await client.WaitAsync(), 2 * sound.Length, start);

        short[] heard = [.. Signal.Channel<short>((await _daemon.StopAsync()).Samples, 0)];
        heard.Where(sample => sample != 0).Should().Equal(sound);
    }

    [Fact]
    public async Task A_second_connection_silences_the_first_as_the_old_daemon_did()
    {
        short[] sound = Loud(Rate / 4, seed: 6);
        await using V2Client first = await V2Client.ConnectAsync(_daemon.Process);
        await using V2Client second = await V2Client.ConnectAsync(_daemon.Process);
        await first.SayAsync(Control("play"), Chunk(Pcm.Bytes(Loud(20 * Rate, seed: 7))), Control("end_stream"));
        await first.NextAsync("status");

        await second.SayAsync(Control("stop"), Control("play"), Chunk(Pcm.Bytes(sound)), Control("end_stream"));

        Json.Type(await first.WaitAsync()).Should().Be("status");
        ShouldBeCompleted(await second.WaitAsync(), 2 * sound.Length, start: null);
        first.Received.Should().NotContain(message => Json.Type(message) == "completed");
    }

    private static void ShouldBeCompleted(JsonElement message, int bytes, long? start)
    {
        Json.Type(message).Should().Be("completed");
        message.GetProperty("data").GetProperty("state").GetString().Should().Be("completed");
        message.GetProperty("data").GetProperty("audioPosition").GetInt32().Should().Be(bytes);
        if (start is { } since)
        {
            TimeProvider
                .System.GetElapsedTime(since)
                .TotalSeconds.Should()
                .BeGreaterThanOrEqualTo((bytes - 44) / (2.0 * Rate), "its last sample was heard");
        }
    }

    private static JsonElement Stats(JsonElement message) =>
        message.GetProperty("data").GetProperty("performance").GetProperty("stats");
}
