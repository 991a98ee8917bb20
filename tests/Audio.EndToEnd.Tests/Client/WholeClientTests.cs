using Audio.Client;
using Audio.EndToEnd.Tests.Structure;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Testing;
using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.Client;

/// <summary>Everything the client package does, through its public interface, with the real daemon.</summary>
public sealed class WholeClientTests(NullDaemon daemon) : IClassFixture<NullDaemon>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Files_and_memory_are_played_to_their_end()
    {
        await using IAudioDaemonClient client = await ConnectAsync();
        string file = Repository.PathOf("samples/speech-es-8k-8bit-mono.wav");
        byte[] wav = await File.ReadAllBytesAsync(file);
        var quick = new AudioSessionOptions { Effects = "speed:3" };

        PlaybackResult[] results = await Task.WhenAll(
                client.PlayFileAsync(file, quick),
                client.PlayAsync(wav, quick),
                client.PlayAsync(AudioFormat.Pcm16(24_000), new byte[4_800])
            )
            .WaitAsync(Limit, TimeProvider.System);

        results.Should().OnlyContain(r => r.Reason == SessionEndReason.Completed);
        results[0].FramesPlayed.Should().BePositive().And.Be(results[1].FramesPlayed);
        results[2].FramesPlayed.Should().Be(2_400);
    }

    [Fact]
    public async Task Buses_are_listed_and_set()
    {
        await using IAudioDaemonClient client = await ConnectAsync();

        (await client.Buses.ListAsync())
            .Select(b => b.Name)
            .Should()
            .Equal(DaemonBus.Media, DaemonBus.Notification, DaemonBus.Speech, DaemonBus.Alert, DaemonBus.Master);
        (await client.Buses.SetVolumeAsync(DaemonBus.Notification, 0.5))
            .Should()
            .Be(new DaemonBus("notification", 0.5, IsMuted: false, 0));
        (await client.Buses.SetMutedAsync(DaemonBus.Notification, true))
            .Should()
            .Be(new DaemonBus("notification", 0.5, IsMuted: true, 0));
        (await client.Buses.GetAsync(DaemonBus.Notification))
            .Should()
            .Be(new DaemonBus("notification", 0.5, IsMuted: true, 0));
        (await client.Buses.SetMutedAsync(DaemonBus.Notification, false)).IsMuted.Should().BeFalse();
        (
            await FluentActions
                .Awaiting(() => client.Buses.SetVolumeAsync("balcony", 1))
                .Should()
                .ThrowAsync<AudioRequestException>()
                .WithMessage("*balcony*master*")
        )
            .Which.Should()
            .BeEquivalentTo(new { Kind = AudioDaemonErrorKind.NotFound, Code = "no-such-bus" });
    }

    [Fact]
    public async Task Anybodys_session_is_listed_turned_down_paused_and_ended()
    {
        await using IAudioDaemonClient owner = await ConnectAsync();
        await using IAudioDaemonClient other = await ConnectAsync();
        await using IPlaybackSession session = await owner.StartSessionAsync(
            AudioFormat.Pcm16(8_000),
            new AudioSessionOptions
            {
                SessionId = "whole-1",
                Etiquette = new() { Channel = "whole", Priority = SessionPriority.Media },
            }
        );
        await session.WriteAsync(new byte[160_000]);

        (await other.Sessions.ListAsync())
            .Should()
            .ContainSingle(s => s.SessionId == "whole-1")
            .Which.Should()
            .BeEquivalentTo(
                new
                {
                    Format = AudioFormat.Pcm16(8_000),
                    Volume = 1.0,
                    Priority = SessionPriority.Media,
                    Channel = "whole",
                    Overlap = ChannelOverlap.Mix,
                }
            );
        (await other.Sessions.SetVolumeAsync("whole-1", 0.25)).Volume.Should().Be(0.25);
        (await other.Sessions.PauseAsync("whole-1")).State.Should().Be("paused");
        (await other.Sessions.FindAsync("whole-1"))!.State.Should().Be("paused");
        (await other.Sessions.FindEndedAsync("whole-1")).Should().BeNull("it has not ended");
        (await other.Sessions.ResumeAsync("whole-1")).State.Should().NotBe("paused");
        (await other.Sessions.CancelAsync("whole-1"))
            .Should()
            .BeEquivalentTo(new { SessionId = "whole-1", Reason = SessionEndReason.Cancelled });

        PlaybackResult result = await session.Completion.WaitAsync(Limit, TimeProvider.System);
        result.Reason.Should().Be(SessionEndReason.Cancelled);
        (await other.Sessions.FindAsync("whole-1")).Should().BeNull("it has ended");
        (await other.Sessions.FindEndedAsync("whole-1"))!.FramesPlayed.Should().Be(result.FramesPlayed);
        (await other.Sessions.ListEndedAsync()).Should().Contain(r => r.SessionId == "whole-1");
        (
            await FluentActions
                .Awaiting(() => other.Sessions.PauseAsync("whole-1"))
                .Should()
                .ThrowAsync<AudioRequestException>()
        )
            .Which.Kind.Should()
            .Be(AudioDaemonErrorKind.SessionEnded);
        (
            await FluentActions
                .Awaiting(() => other.Sessions.CancelAsync("never-was"))
                .Should()
                .ThrowAsync<AudioRequestException>()
        )
            .Which.Kind.Should()
            .Be(AudioDaemonErrorKind.NotFound);
        (await other.Sessions.FindAsync("never-was")).Should().BeNull();
    }

    [Fact]
    public async Task What_would_become_of_a_session_is_told_before_it_is_started()
    {
        await using IAudioDaemonClient client = await ConnectAsync();
        await using IPlaybackSession first = await client.StartSessionAsync(
            AudioFormat.Pcm16(8_000),
            new AudioSessionOptions
            {
                SessionId = "first",
                Etiquette = new() { Channel = "outlook" },
            }
        );
        var second = new AudioSessionOptions
        {
            Volume = 0.5,
            Etiquette = new() { Channel = "outlook", Overlap = ChannelOverlap.Queue },
        };

        SessionOutlook outlook = await client.ExplainAsync(second);

        outlook
            .Should()
            .BeEquivalentTo(
                new
                {
                    Admission = SessionAdmission.Wait,
                    Ahead = (string[])["first"],
                    GainDb = -6.02,
                    Bus = new { Name = DaemonBus.Speech },
                    Master = new { Name = DaemonBus.Master },
                }
            );
        (await client.ExplainAsync(second with { Etiquette = second.Etiquette with { Overlap = ChannelOverlap.Drop } }))
            .Admission.Should()
            .Be(SessionAdmission.Drop);
        (await client.ExplainAsync()).Admission.Should().Be(SessionAdmission.Play);
        (
            await FluentActions
                .Awaiting(() => client.ExplainAsync(new AudioSessionOptions { Effects = "wobble" }))
                .Should()
                .ThrowAsync<AudioRequestException>()
                .WithMessage("*wobble*")
        )
            .Which.Kind.Should()
            .Be(AudioDaemonErrorKind.Refused);
    }

    [Fact]
    public async Task Over_the_local_socket_it_says_where_to_ask_instead()
    {
        using var folder = new TempFolder();
        await using DaemonProcess own = await DaemonProcess.StartAsync(
            new DaemonSetup { Options = ["--socket", folder.File("a.sock")] }
        );
        await using IAudioDaemonClient client = await ConnectAsync($"unix:{folder.File("a.sock")}");

        (
            await FluentActions
                .Awaiting(() => client.Buses.ListAsync())
                .Should()
                .ThrowAsync<AudioConnectionException>()
                .WithMessage("*a.sock*ws://localhost:8081*")
        )
            .Which.Kind.Should()
            .Be(AudioDaemonErrorKind.HttpRequired);
    }

    /// <summary>
    /// Uses the address that people copy from their terminal. Patient, because other tests run at the same time.
    /// </summary>
    private Task<IAudioDaemonClient> ConnectAsync() => ConnectAsync($"http://localhost:{daemon.Daemon.Port}/");

    private static async Task<IAudioDaemonClient> ConnectAsync(string endpoint)
    {
        var options = new AudioDaemonClientOptions { ConnectTimeout = Limit };
        options.Endpoints.Add(endpoint);
        return await AudioDaemonClient.ConnectAsync(options);
    }
}
