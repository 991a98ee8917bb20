using System.Text.Json;
using Audio.EndToEnd.Tests.Http;
using Audio.EndToEnd.Tests.ProtocolV4;
using Audio.EndToEnd.Tests.Sound;
using Audio.Testing.Daemon;
using Audio.Testing.Pulse;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.Etiquette;

/// <summary>Ducking as it is heard at a sound server's monitor.</summary>
[Collection(QuietMachine.Name)]
public sealed class DuckingTests
{
    private const int Rate = 48_000;
    private const int WindowFrames = Rate / 20;

    /// <summary>Consecutive windows that make up a level: a single one may be half a gap, or half a ramp.</summary>
    private const int Run = 4;

    /// <summary>
    /// If the machine is suspended again and again, no level lasts. Then the test tries again and notes it.
    /// </summary>
    private const int Tries = 5;

    private static readonly string[] Expected = ["full", "lowered", "full", "lowered", "full"];

    [Fact]
    public Task Media_is_12_dB_quieter_while_somebody_speaks_and_comes_back_also_when_the_speaker_is_cut_off() =>
        EachServer.RunAsync(DuckAsync);

    private static async Task DuckAsync(SoundServerKind kind)
    {
        List<string> levels = [];
        for (int tries = 0; tries < Tries && !levels.SequenceEqual(Expected); tries++)
        {
            Try.Note(tries);
            levels = Levels(Signal.Channel<float>(await PlayAsync(kind), 0));
        }

        levels.Should().Equal(Expected);
    }

    /// <summary>Continuous music, one speaker who finishes, and one who is cut off.</summary>
    private static async Task<float[]> PlayAsync(SoundServerKind kind)
    {
        await using SoundServer server = await SoundServer.StartAsync(kind);
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup
            {
                Sink = "pulse",
                Environment = server.ClientEnvironment,
                Options = ["--latency", "200ms", "--resume-window", "0"],
            }
        );
        await using PulseRecording recording = await server.RecordAsync();
        await using V4Client player = await V4Client.ConnectAsync(daemon);
        JsonElement started = await player.AskAsync(
            """{"type":"start_session","sessionId":"music","priority":"media","audioFormat":{"sampleRate":"""
                + """48000,"channels":1,"encoding":"pcm_s16le"}}""",
            "session_started"
        );
        await player.SendAllAsync(started.GetProperty("handle").GetUInt32(), Tone(1_000, 29), frameBytes: 96_000);
        await OnAsync(daemon);

        // The speaker who finishes.
        await using (V4Client speaker = await V4Client.ConnectAsync(daemon))
        {
            await speaker.SendAllAsync(await speaker.StartAsync("speech"), Tone(4_000, 2));
            await daemon.SessionAsync("speech", s => s.GetProperty("state").GetString() == "ended");
        }
        await OnAsync(daemon);

        // The speaker who is cut off: what has arrived is heard, then nothing.
        await using (V4Client killed = await V4Client.ConnectAsync(daemon))
        {
            await killed.SendAsync(await killed.StartAsync("killed"), 0, Tone(4_000, 2));
            await daemon.HeardAsync("killed");
            killed.Socket.Reset();
        }
        await daemon.SessionAsync("killed", s => s.GetProperty("state").GetString() == "ended");
        await OnAsync(daemon);

        return await recording.StopAsync();
    }

    /// <summary>Waits until another second of the music was heard.</summary>
    private static async Task OnAsync(DaemonProcess daemon)
    {
        double from = (await daemon.SessionAsync("music", _ => true)).GetProperty("playedMs").GetDouble();
        await daemon.SessionAsync("music", s => s.GetProperty("playedMs").GetDouble() > from + 1_000);
    }

    /// <summary>The levels of the music that lasted, in order.</summary>
    private static List<string> Levels(float[] heard)
    {
        var levels = new List<string>();
        string last = "";
        int length = 0;
        for (int at = 0; at + WindowFrames <= heard.Length; at += WindowFrames)
        {
            string level = (20 * Math.Log10(Amplitude(heard.AsSpan(at, WindowFrames)) / 0.25)) switch
            {
                > -0.5 and < 0.5 => "full",
                > -12.5 and < -11.5 => "lowered",
                _ => "",
            };
            length = level == last ? length + 1 : 1;
            last = level;
            if (length == Run && level.Length > 0 && levels.LastOrDefault() != level)
                levels.Add(level);
        }
        return levels;
    }

    /// <summary>Of 1 kHz; a window holds whole periods of it and of 4 kHz.</summary>
    private static double Amplitude(ReadOnlySpan<float> window)
    {
        (double re, double im) = (0, 0);
        for (int i = 0; i < window.Length; i++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * 1_000 * i / Rate);
            re += window[i] * cos;
            im += window[i] * sin;
        }
        return 2 * Math.Sqrt(re * re + im * im) / window.Length;
    }

    private static byte[] Tone(int hertz, int seconds) =>
        Pcm.Bytes([
            .. Enumerable
                .Range(0, seconds * Rate)
                .Select(i => (short)Math.Round(8_192 * Math.Sin(2 * Math.PI * hertz * i / Rate))),
        ]);
}
