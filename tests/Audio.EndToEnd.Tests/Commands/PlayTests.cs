using System.Diagnostics;
using System.Text.Json;
using Audio.Testing;
using Audio.Testing.Daemon;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.Commands;

/// <summary>
/// <c>audiod play</c> and <c>audiod top</c> with a real daemon; what was heard is compared with the samples of the WAV
/// sink.
/// </summary>
public sealed class PlayTests : IDisposable
{
    private const string Heard =
        @"1\.00 s played, TTFA [0-9.]+ ms, [0-9]+ underruns?, completed "
        + @"\((into a file|to the null sink), as requested\)";

    private static readonly short[] Speech = Pcm.ToInt16(Signal.SpeechLike(48_000, 48_000, seed: 41));
    private static readonly short[] Noise = Pcm.ToInt16(Signal.Noise(48_000, seed: 42));

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_come_out_one_after_the_other_sample_for_sample()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        short[] first = Signal.Interleave(Speech, Noise);
        short[] second = Signal.Interleave(Noise, Speech);
        string[] files = [File("first.wav", first), File("second.wav", second)];

        (int code, string said) = await PlayAsync(daemon.Process, files);

        code.Should().Be(0, said);
        said.Should().MatchRegex($@"^\S+first\.wav: {Heard}\n\S+second\.wav: {Heard}$");
        Mix mix = await daemon.StopAsync();
        mix.Samples.ShouldSoundAs([.. first, .. second], gaps: mix.Underruns + 1);
    }

    /// <summary>Independent of timing: the pipe continues only when the file has been heard.</summary>
    [Fact]
    public async Task A_pipe_and_a_file_sound_together()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        short[] silence = new short[48_000];
        string file = File("right.wav", Signal.Interleave(silence, Noise));
        using Process play = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    DaemonProcess.Program,
                    "play",
                    "--together",
                    "-",
                    file,
                    "--rate",
                    "48000",
                    "--channels",
                    "2",
                    .. Where(daemon.Process),
                ]
            )
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        byte[] left = Pcm.Bytes(Signal.Interleave(Speech, silence));
        Stream pipe = play.StandardInput.BaseStream;

        await pipe.WriteAsync(left.AsMemory(0, 19_202), TestContext.Current.CancellationToken); // within a frame
        await pipe.FlushAsync(TestContext.Current.CancellationToken);
        JsonElement ended = (await daemon.Process.EndedAsync(1))[0];
        ended.GetProperty("id").GetString().Should().StartWith("play-right-");
        ended.GetProperty("reason").GetString().Should().Be("completed");
        await pipe.WriteAsync(left.AsMemory(19_202), TestContext.Current.CancellationToken);
        play.StandardInput.Close();

        string said = await play.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await play.WaitForExitAsync(TestContext.Current.CancellationToken);
        play.ExitCode.Should().Be(0, said);
        said.ReplaceLineEndings("\n").Should().MatchRegex($@"^\S+right\.wav: {Heard}\nstandard input: {Heard}\n$");
        Mix mix = await daemon.StopAsync();
        Channel(mix.Samples, 0).ShouldSoundAs(Signal.Interleave(Speech, silence), mix.Underruns);
        Channel(mix.Samples, 1).ShouldSoundAs(Signal.Interleave(silence, Noise), mix.Underruns);
    }

    [Fact]
    public async Task What_cannot_be_played_is_said_and_the_rest_is_played()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());
        await System.IO.File.WriteAllTextAsync(
            _folder.File("notes.txt"),
            "no sound",
            TestContext.Current.CancellationToken
        );

        (int code, string said) = await PlayAsync(
            daemon,
            _folder.File("notes.txt"),
            _folder.File("missing.wav"),
            File("good.wav", Signal.Interleave(Speech, Noise)),
            "--volume",
            "0.5"
        );

        code.Should().Be(1, said);
        said.Should()
            .MatchRegex(
                @"audiod: \S+notes\.txt: It is in no known sound format: .* Send WAV, MP3, FLAC .*: "
                    + @"ffmpeg .* \| audiod play -\."
            )
            .And.MatchRegex(@"audiod: \S+missing\.wav: Could not find file")
            .And.MatchRegex($@"(^|\n)\S+good\.wav: {Heard}");
    }

    [Fact]
    public async Task While_it_plays_top_shows_it_and_Ctrl_C_is_silence()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());
        WaveFile.FromInt16(new short[600 * 8_000], 8_000, 1).Write(_folder.File("long.wav"));
        await using var play = DaemonProcess.Run(
            ["play", _folder.File("long.wav"), "--volume", "0.25", .. Where(daemon)],
            new Dictionary<string, string>()
        );
        await daemon.WaitForAsync(s =>
            s.GetProperty("playback").EnumerateArray().Any(p => p.GetProperty("state").GetString() == "playing")
        );

        (int topCode, string top) = await DaemonProcess.RunAsync(["top", "--once", .. Where(daemon)]);
        play.Interrupt();

        topCode.Should().Be(0, top);
        top.Should()
            .MatchRegex($@"^audiod 0\.1\.0 on port {daemon.Port}, up .*: 1 client, 1 session\nsink null, open: ")
            .And.MatchRegex(
                @"play-long-\w{8} +│ client_\d+ +│ playing +│ 8000 Hz pcm_s16le mono +│ +[0-9.]+ s │ +[0-9]+ ms "
                    + @"│ +[0-9]+ │ +[0-9.]+ ms │ +0\.25 │"
            );
        (await play.WaitForExitAsync()).Should().Be(130);
        string.Join('\n', play.Output.All)
            .Should()
            .MatchRegex(@"^\S+long\.wav: [0-9.]+ s played, .*, cancelled( \(to the null sink, as requested\))?$");
        JsonElement ended = (await daemon.EndedAsync(1)).Should().ContainSingle().Subject;
        ended.GetProperty("reason").GetString().Should().Be("cancelled");
    }

    private static string[] Where(DaemonProcess daemon) => ["--port", $"{daemon.Port}", "--state-dir", daemon.Folder];

    private static Task<(int ExitCode, string Output)> PlayAsync(DaemonProcess daemon, params string[] words) =>
        DaemonProcess.RunAsync(["play", .. words, .. Where(daemon)]);

    /// <summary>One channel of stereo, the other silent.</summary>
    private static short[] Channel(short[] samples, int channel) =>
        [.. samples.Select((sample, i) => i % 2 == channel ? sample : (short)0)];

    private string File(string name, short[] stereo)
    {
        WaveFile.FromInt16(stereo, 48_000, 2).Write(_folder.File(name));
        return _folder.File(name);
    }
}
