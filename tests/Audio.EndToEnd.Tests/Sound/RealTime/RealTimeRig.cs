using System.Diagnostics;
using Audio.Testing.Daemon;
using Audio.Testing.Pulse;
using Audio.Testing.Signals;
using Audio.Testing.Sockets;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.Sound.RealTime;

/// <summary>
/// The daemon and ffplay, each with a sound server of its own, and one producer in real time for both.
/// </summary>
public sealed class RealTimeRig : IAsyncLifetime
{
    /// <summary>For ffplay to start, and to sound once it has the whole stream. Longer than that, it hangs.</summary>
    public static readonly TimeSpan PeerLimit = TimeSpan.FromSeconds(20);

    private const int Rate = 24_000;
    private const float Loud = 0.1f;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private SoundServer? _ourServer;
    private SoundServer? _peerServer;
    private DaemonProcess? _daemon;

    public async ValueTask InitializeAsync()
    {
        ExternalTool.Require("ffplay");
        _ourServer = await SoundServer.StartAsync(SoundServerKind.PulseAudio);
        _peerServer = await SoundServer.StartAsync(SoundServerKind.PulseAudio);
        _daemon = await DaemonProcess.StartAsync(
            new DaemonSetup { Sink = "pulse", Environment = _ourServer.ClientEnvironment }
        );

        // Flushes what the sinks had rendered ahead; and a daemon has usually played before.
        await PlayAsync(Noise(TimeSpan.FromSeconds(1)).ToBytes());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable? part in (IAsyncDisposable?[])[_daemon, _peerServer, _ourServer])
        {
            if (part is not null)
                await part.DisposeAsync();
        }
    }

    /// <summary>Noise that is loud from its first sample on.</summary>
    public static WaveFile Noise(TimeSpan length) =>
        WaveFile.FromInt16(
            Pcm.ToInt16([
                .. Signal.Noise((int)(length.TotalSeconds * Rate), seed: 16).Select(static sample => sample / 2),
            ]),
            Rate,
            channels: 1
        );

    /// <summary>Plays a stream in both.</summary>
    /// <returns>When each was heard, counted from the first byte; ffplay's is null if it hung.</returns>
    public async Task<(TimeSpan Ours, TimeSpan? Ffplay)> PlayAsync(byte[] stream)
    {
        await using PulseRecording ourRecording = await _ourServer!.RecordAsync();
        await using PulseRecording peerRecording = await _peerServer!.RecordAsync();
        using var server = new RealTimeServer();
        using Process ffplay = StartPlayer(server.Url);
        try
        {
            bool isAsked = await server.AcceptAsync(PeerLimit);
            await using RawUpload upload = await RawUpload.BeginAsync(_daemon!.Port, "/v1/play");

            long started = TimeProvider.System.GetTimestamp();
            int sent = 0;
            foreach (CodedPiece piece in CodedStream.Cut(stream))
            {
                TimeSpan left = piece.Time - TimeProvider.System.GetElapsedTime(started);
                if (left > TimeSpan.Zero)
                    await Task.Delay(left, TimeProvider.System);
                await Task.WhenAll(
                    upload.SendAsync(stream.AsMemory(sent..piece.End)),
                    server.SendAsync(stream.AsMemory(sent..piece.End))
                );
                sent = piece.End;
            }

            await upload.EndAsync();
            server.End();
            (await upload.AnswerAsync()).Status.Should().Be(200);
            long ours = await OnsetAsync(ourRecording, Limit) ?? throw new TimeoutException("The daemon is silent.");
            long? peer = isAsked ? await OnsetAsync(peerRecording, PeerLimit) : null;
            return (
                TimeProvider.System.GetElapsedTime(started, ours),
                peer is { } heard ? TimeProvider.System.GetElapsedTime(started, heard) : null
            );
        }
        finally
        {
            ffplay.Kill();
            await ffplay.WaitForExitAsync();
        }
    }

    /// <summary>When the first loud sample was recorded; null if none was within the limit.</summary>
    private static async Task<long?> OnsetAsync(PulseRecording recording, TimeSpan limit)
    {
        try
        {
            await recording.WaitForSoundAsync(frames: SoundServer.SampleRate / 4, limit);
        }
        catch (TimeoutException)
        {
            return null;
        }

        float[] left = Signal.Channel<float>(recording.Samples, 0);
        int loud = Array.FindIndex(left, static sample => Math.Abs(sample) > Loud);
        return recording.FirstArrivalAfter(left.AsSpan(0, loud).ToArray().LongCount(static sample => sample != 0));
    }

    private Process StartPlayer(string url)
    {
        var start = new ProcessStartInfo("ffplay", ["-nodisp", "-autoexit", "-loglevel", "error", url])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string name, string value) in _peerServer!.ClientEnvironment)
            start.Environment[name] = value;
        start.Environment["SDL_AUDIODRIVER"] = "pulseaudio";
        Process process = Process.Start(start) ?? throw new InvalidOperationException("ffplay did not start.");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
