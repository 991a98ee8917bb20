using Audio.EndToEnd.Tests.Sound;
using Audio.Testing;
using Audio.Testing.Signals;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.Http;

/// <summary>
/// Sounds with pauses between them in one body: each arrives in more than one read, and none runs dry after its first.
/// </summary>
[Collection(QuietMachine.Name)]
public sealed class LaterStartTests
{
    private const int Tries = 4; // a suspended machine is not the daemon's fault
    private const int Sounds = 8;
    private const int FramesPerMs = 48;
    private static readonly string[] Latencies = ["20ms", "40ms", "100ms", "200ms"];

    /// <summary>From one sound of 310 ms to the next, with a pause of 300 ms.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(610);

    [Fact]
    public async Task Each_sound_of_an_open_body_is_heard_without_a_gap_whatever_the_latency()
    {
        string[] left = Latencies;
        (string? fault, string? excuse) = await StolenTime.MeasureAsync(Tries, async tries =>
        {
            Try.Note(tries);
            string?[] faults = await PlayAsync(left);
            string report = string.Join("; ", left.Zip(faults, static (latency, wrong) => $"{latency}: {wrong}"));
            left = [.. left.Where((_, i) => faults[i] is not null)];
            return left.Length == 0 ? null : report;
        });
        if (excuse is not null)
            Assert.Skip(excuse);
        fault.Should().BeNull();
    }

    /// <summary>
    /// Plays to one daemon for each latency at the same time, because nearly all of it is pauses. None starts or
    /// compiles while another is heard.
    /// </summary>
    /// <returns>What was wrong with each; null if nothing was.</returns>
    private static async Task<string?[]> PlayAsync(string[] latencies)
    {
        var daemons = new List<WavDaemon>();
        try
        {
            foreach (string latency in latencies)
                daemons.Add(await WavDaemon.StartAsync("--latency", latency));
            await Task.WhenAll(daemons.Select(static daemon => PlayAsync(daemon, sounds: 3, level: 1_000)));
            RawResponse[] answers = await Task.WhenAll(daemons.Select(PlayInTurnAsync));
            return await Task.WhenAll(daemons.Zip(answers, FaultAsync));
        }
        finally
        {
            foreach (WavDaemon daemon in daemons)
                await daemon.DisposeAsync();
        }
    }

    /// <summary>Plays what is measured, in such a way that no two daemons are sent a sound at the same time.</summary>
    private static async Task<RawResponse> PlayInTurnAsync(WavDaemon daemon, int number)
    {
        await Task.Delay(number * Beat / Latencies.Length, TimeProvider.System);
        return await PlayAsync(daemon, Sounds, level: 10_000);
    }

    private static async Task<string?> FaultAsync(WavDaemon daemon, RawResponse answer)
    {
        int underruns = Json.Parse(answer.Body).GetProperty("underruns").GetInt32();
        List<int> loud = LoudRuns(Signal.Channel<short>((await daemon.StopAsync()).Samples, 0));
        bool isWhole =
            underruns == 0 && loud.Count == Sounds && loud.TrueForAll(static frames => frames >= 299 * FramesPerMs);
        return isWhole ? null : $"{underruns} underruns, {string.Join(", ", loud)} frames in a row are loud";
    }

    private static async Task<RawResponse> PlayAsync(WavDaemon daemon, int sounds, short level)
    {
        await using RawUpload upload = await RawUpload.BeginAsync(
            daemon.Process.Port,
            "/v1/play?rate=48000&channels=2&id=later"
        );
        short[] sound = new short[2 * FramesPerMs * 310];
        sound.AsSpan(0, 2 * FramesPerMs * 300).Fill(level); // 57,600 bytes; the last 10 ms are silent
        for (int i = 0; i < sounds; i++)
        {
            await upload.SendAsync(Pcm.Bytes(sound));
            await Task.Delay(Beat, TimeProvider.System);
        }

        await upload.EndAsync();
        RawResponse answer = await upload.AnswerAsync();
        answer.Status.Should().Be(200, answer.Body);
        return answer;
    }

    /// <summary>The lengths of all runs of loud frames.</summary>
    private static List<int> LoudRuns(ReadOnlySpan<short> samples)
    {
        var runs = new List<int>();
        int run = 0;
        foreach (short sample in samples)
        {
            if (sample > 5_000)
            {
                run++;
            }
            else if (run > 0)
            {
                runs.Add(run);
                run = 0;
            }
        }

        return runs;
    }
}
