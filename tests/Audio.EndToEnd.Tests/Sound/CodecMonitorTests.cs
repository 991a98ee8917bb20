using System.Text.Json;
using Audio.Testing;
using Audio.Testing.Daemon;
using Audio.Testing.Pulse;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.Sound;

/// <summary>
/// Files as services send them, posted by the real curl and heard at the monitor of PulseAudio's null sink, beside
/// FFmpeg's decode of the same file.
/// </summary>
[Collection(QuietMachine.Name)]
public sealed class CodecMonitorTests : IDisposable
{
    /// <summary>
    /// A machine that is suspended for longer than the device's buffer makes a gap: then it is tried again.
    /// </summary>
    private const int Tries = 4;

    private const int Seconds = 2;

    private static readonly TimeSpan PlayLimit = TimeSpan.FromSeconds(60);
    private static readonly short[] Sound = Pcm.ToInt16(
        Signal.Interleave(
            Signal.SpeechLike(48_000, Seconds * 48_000, seed: 162),
            Signal.SpeechLike(48_000, Seconds * 48_000, seed: 163)
        )
    );

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Posted_files_of_every_codec_are_heard_whole_and_in_order()
    {
        (string Name, string[] Encoder)[] files =
        [
            ("five.wav", []),
            ("sound.flac", ["flac", "-s", "-o", "{1}", "{0}"]),
            ("sound.mp3", ["lame", "--quiet", "-b", "192", "{0}", "{1}"]),
            ("sound.opus", ["opusenc", "--quiet", "--bitrate", "160", "{0}", "{1}"]),
            ("sound.ogg", ["oggenc", "-Q", "-q", "7", "-o", "{1}", "{0}"]),
            ("sound.aac", ["ffmpeg", "-v", "error", "-nostdin", "-i", "{0}", "-b:a", "192k", "{1}"]),
            ("sound.m4a", ["ffmpeg", "-v", "error", "-nostdin", "-i", "{0}", "-b:a", "192k", "{1}"]),
        ];
        await using SoundServer server = await SoundServer.StartAsync(SoundServerKind.PulseAudio);
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup
            {
                Sink = "pulse",
                Environment = server.ClientEnvironment,
                Options = ["--latency", "200ms", "--prefill", "300ms"],
            }
        );
        foreach ((string name, string[] encoder) in files)
        {
            string file = await MakeAsync(name, encoder);
            float[] reference = name == "five.wav" ? Pcm.ToFloat(Sound) : await DecodeAsync(file);
            double ratio = double.NegativeInfinity;
            for (int tries = 0; ratio < 75 && tries < Tries; tries++)
            {
                Try.Note(tries);
                ratio = Ratio(await PlayAsync(server, daemon, file), reference);
            }

            ratio.Should().BeGreaterThanOrEqualTo(75, name);
        }
    }

    private async Task<string> MakeAsync(string name, string[] encoder)
    {
        string file = _folder.File(name);
        if (encoder.Length == 0)
        {
            int part = Sound.Length / 10 * 2;
            byte[][] parts =
            [
                .. Enumerable
                    .Range(0, 5)
                    .Select(i =>
                        WaveFile
                            .FromInt16(Sound.AsSpan(i * part, i == 4 ? Sound.Length - 4 * part : part), 48_000, 2)
                            .ToBytes()
                    ),
            ];
            await File.WriteAllBytesAsync(file, [.. parts.SelectMany(p => p)], TestContext.Current.CancellationToken);
            return file;
        }

        string wav = _folder.File("sound.wav");
        WaveFile.FromInt16(Sound, 48_000, 2).Write(wav);
        await ExternalTool.RunAsync(encoder[0], [.. encoder[1..].Select(word => string.Format(null, word, wav, file))]);
        return file;
    }

    private async Task<float[]> DecodeAsync(string file)
    {
        string decoded = _folder.File("decoded.wav");
        string[] decoder = file.EndsWith(".opus", StringComparison.Ordinal) ? ["-c:a", "libopus"] : [];
        await ExternalTool.RunAsync(
            "ffmpeg",
            ["-v", "error", "-nostdin", "-y", .. decoder, "-i", file, "-c:a", "pcm_f32le", decoded]
        );
        return WaveFile.Read(decoded).Samples;
    }

    private static async Task<float[]> PlayAsync(SoundServer server, DaemonProcess daemon, string file)
    {
        await using PulseRecording recording = await server.RecordAsync();
        string answer = await ExternalTool.RunAsync(
            "curl",
            "-sS",
            "--max-time",
            "60",
            "-T",
            file,
            $"http://localhost:{daemon.Port}/v1/play"
        );
        JsonElement report = Json.Parse(answer);
        report.GetProperty("reason").GetString().Should().Be("completed", answer);
        report.GetProperty("playedMs").GetDouble().Should().BeInRange(1_000 * Seconds, 1_000 * Seconds + 60, file);
        await recording.WaitForSilenceAsync(TimeSpan.FromMilliseconds(300), PlayLimit);
        return await recording.StopAsync();
    }

    private static double Ratio(float[] heard, float[] reference) =>
        Math.Min(Ratio(heard, reference, channel: 0), Ratio(heard, reference, channel: 1));

    private static double Ratio(float[] heard, float[] reference, int channel)
    {
        float[] sent = Signal.Channel<float>(reference, channel);
        return SignalToError.DbBelow(
            Alignment.Cut(Signal.Channel<float>(heard, channel), sent),
            sent,
            48_000,
            below: 20_000
        );
    }
}
