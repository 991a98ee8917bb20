using System.Diagnostics;
using Audio.Client;
using Audio.Protocol;
using Audio.Testing;
using Audio.Testing.Daemon;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.Client;

/// <summary>The daemon is killed (SIGKILL) and started again under its client.</summary>
public sealed class RestartTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly ReconnectPolicy Patient = new(attempt =>
        attempt.Number == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(100)
    );

    [Fact]
    public async Task With_ResendUnplayed_it_goes_on_at_the_first_frame_that_was_not_reported_as_played()
    {
        using var folder = new TempFolder();
        short[] sound = [.. Enumerable.Range(0, 3 * 48_000).Select(i => (short)(i * 31 % 20_000 + 1 + i / 48_000))];
        DaemonProcess first = await DaemonProcess.StartAsync(new DaemonSetup());
        int port = first.Port;
        await using AudioDaemonClient client = await ConnectAsync(port, resendUnplayed: true);
        await using PlaybackSession session = await client.StartSessionAsync(AudioFormat.Pcm16(48_000, 1));
        IAsyncEnumerable<SessionEvent> events = session.ReadEventsAsync();
        await session.WriteAsync(Pcm.Bytes(sound));
        Task<PlaybackResult> completing = session.CompleteAsync();
        IAsyncEnumerator<SessionEvent> each = events.GetAsyncEnumerator();
        await UntilAsync<SessionProgress>(each, p => p.BytesPlayed > 0);

        Kill(first);
        await first.DisposeAsync();
        await using DaemonProcess second = await DaemonProcess.StartAsync(
            new DaemonSetup { Port = port, Sink = $"wav:{folder.File("mix.wav")}" }
        );
        SessionRestarted restarted = await UntilAsync<SessionRestarted>(each, _ => true);
        PlaybackResult result = await completing.WaitAsync(Limit, TimeProvider.System);
        second.Terminate();
        await second.WaitForExitAsync();

        (result.Reason, result.FramesPlayed, result.Restarts, result.SessionId)
            .Should()
            .Be((SessionEndReason.Completed, sound.Length, 1, restarted.SessionId));
        restarted.FirstFrame.Should().BeInRange(1, sound.Length - 1);
        short[] heard =
        [
            .. Pcm.Int16(WaveFile.Read(folder.File("mix.wav")).Data).Where((_, i) => i % 2 == 0).SkipWhile(s => s == 0),
        ];
        heard.Where(s => s != 0).Should().Equal(sound[(int)restarted.FirstFrame..]);
    }

    [Fact]
    public async Task Without_it_the_session_is_reported_as_lost_and_the_next_one_plays()
    {
        DaemonProcess first = await DaemonProcess.StartAsync(new DaemonSetup());
        int port = first.Port;
        await using AudioDaemonClient client = await ConnectAsync(port, resendUnplayed: false);
        await using PlaybackSession session = await client.StartSessionAsync(AudioFormat.Pcm16(48_000, 1));
        await session.WriteAsync(new byte[480_000]);
        Task<PlaybackResult> completing = session.CompleteAsync();

        Kill(first);
        await first.DisposeAsync();
        await using DaemonProcess second = await DaemonProcess.StartAsync(new DaemonSetup { Port = port });
        PlaybackResult lost = await completing.WaitAsync(Limit, TimeProvider.System);
        await using PlaybackSession next = await client.StartSessionAsync(AudioFormat.Pcm16(48_000, 1));
        await next.WriteAsync(new byte[9_600]);
        PlaybackResult played = await next.CompleteAsync().WaitAsync(Limit, TimeProvider.System);

        lost.Reason.Should().Be(SessionEndReason.Lost);
        lost.FramesPlayed.Should().BeLessThan(240_000);
        (played.Reason, played.FramesPlayed).Should().Be((SessionEndReason.Completed, 4_800));
    }

    private static async Task<AudioDaemonClient> ConnectAsync(int port, bool resendUnplayed)
    {
        var options = new AudioDaemonClientOptions { Reconnect = Patient, ResendUnplayed = resendUnplayed };
        options.Endpoints.Add($"ws://127.0.0.1:{port}");
        return await AudioDaemonClient.ConnectAsync(options);
    }

    private static void Kill(DaemonProcess daemon)
    {
        using var process = Process.GetProcessById(daemon.ProcessId);
        process.Kill();
    }

    private static async Task<T> UntilAsync<T>(IAsyncEnumerator<SessionEvent> events, Func<T, bool> wanted)
        where T : SessionEvent
    {
        while (await events.MoveNextAsync().AsTask().WaitAsync(Limit, TimeProvider.System))
        {
            if (events.Current is T found && wanted(found))
                return found;
        }
        throw new InvalidOperationException($"The session ended without a {typeof(T).Name}.");
    }
}
