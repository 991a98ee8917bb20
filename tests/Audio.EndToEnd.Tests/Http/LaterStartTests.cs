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
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    [Theory]
    [InlineData("20ms"), InlineData("40ms"), InlineData("100ms"), InlineData("200ms")]
    public async Task Each_sound_of_an_open_body_is_heard_without_a_gap_whatever_the_latency(string latency)
    {
        (string? fault, string? excuse) = await StolenTime.MeasureAsync(Tries, async tries =>
        {
            Try.Note(tries);
            (int underruns, List<int> loud) = await PlayAsync(latency);
            bool isWhole =
                underruns == 0 && loud.Count == Sounds && loud.TrueForAll(static frames => frames >= 299 * FramesPerMs);
            return isWhole ? null : $"{underruns} underruns, {string.Join(", ", loud)} frames in a row are loud";
        });
        if (excuse is not null)
            Assert.Skip(excuse);
        fault.Should().BeNull();
    }

    private static async Task<(int Underruns, List<int> Loud)> PlayAsync(string latency)
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync("--latency", latency);
        await PlayAsync(daemon, sounds: 3, level: 1_000); // compiles the code of a later start
        RawResponse answer = await PlayAsync(daemon, Sounds, level: 10_000);
        int underruns = Json.Parse(answer.Body).GetProperty("underruns").GetInt32();
        return (underruns, LoudRuns(Signal.Channel<short>((await daemon.StopAsync()).Samples, 0)));
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
            await Task.Delay(TimeSpan.FromMilliseconds(310) + Pause, TimeProvider.System);
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
