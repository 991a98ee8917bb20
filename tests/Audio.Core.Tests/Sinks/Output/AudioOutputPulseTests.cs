using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Audio.Core.Sinks;
using Audio.Core.Sinks.Output;
using Audio.Testing.Pulse;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Core.Tests.Sinks.Output;

/// <summary>The output with a real server that dies and comes back.</summary>
[Collection(nameof(PortAudio.AlsaConfiguration))] // auto must find no device for PortAudio
public sealed class AudioOutputPulseTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>
    /// What is lost with a server is what the device held: more than a busy machine may take to notice.
    /// </summary>
    private static readonly TimeSpan Held = TimeSpan.FromMilliseconds(60);

    [Theory]
    [InlineData(SoundServerKind.PulseAudio)]
    [InlineData(SoundServerKind.PipeWire)]
    public async Task Server_killed_in_mid_play_and_started_again_sounds_again_by_itself(SoundServerKind kind)
    {
        await using SoundServer server = await SoundServer.StartAsync(kind);
        var source = new TestSource(10_000_000);
        await using AudioOutput output = Make(server, source, "pulse", Held);
        output.Start();
        await using (PulseRecording before = await server.RecordAsync())
        {
            output.Wake();
            await before.WaitForSoundAsync(4_800, Limit);
        }

        // before the kill: the next attempt to reopen has a reason of its own
        Task<OutputStatus> losing = Reaches(output, OutputState.Reopening);
        await server.KillAsync();
        OutputStatus lost = await losing;
        lost.Reason.Should().StartWith("The sound server is gone (");
        int renders = source.Rendered;
        long played = output.FramesPlayed;
        played.Should().Be(renders * 240L, "what was lost with the server will not be heard");

        long started = TimeProvider.System.GetTimestamp();
        await server.StartAgainAsync();
        await using PulseRecording after = await server.RecordAsync();
        await after.WaitForSoundAsync(4_800, Limit);
        TestContext.Current.TestOutputHelper!.WriteLine(
            "Heard again "
                + $"{TimeProvider.System.GetElapsedTime(started, after.FirstArrivalAfter(0)).TotalMilliseconds:0} "
                + "ms after the server was started"
        );
        OutputStatus back = await Reaches(output, OutputState.Open);
        back.Should()
            .Match<OutputStatus>(status =>
                status.Sink == "pulse" && status.Reopens == 1 && status.FramesLost > 0 && status.FramesLost < 4_800
            );
        output.FramesPlayed.Should().BeGreaterThan(played);
    }

    [Theory]
    [InlineData(SoundServerKind.PulseAudio, "auto")]
    [InlineData(SoundServerKind.PulseAudio, "pulse")]
    [InlineData(SoundServerKind.PipeWire, "auto")]
    public async Task No_server_one_is_started_is_taken_without_being_asked_for(SoundServerKind kind, string sink)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere PortAudio may find a device");
        await using SoundServer server = await SoundServer.StartAsync(kind);
        await server.KillAsync();
        var source = new TestSource(1_000_000);
        await using AudioOutput output = Make(server, source, sink);
        output.Start();
        output.Status.Inaudible!.Reason.Should().Be(InaudibleReason.NoDevice);

        await server.StartAgainAsync();
        await Reaches(output, status => status is { Sink: "pulse", State: OutputState.Open, Inaudible: null });
        await using PulseRecording recording = await server.RecordAsync();
        output.Wake();
        await recording.WaitForSoundAsync(4_800, Limit);
    }

    [Theory]
    [InlineData(SoundServerKind.PulseAudio, "set-sink-mute", "out", "1", "0", InaudibleReason.DeviceMuted)]
    [InlineData(SoundServerKind.PipeWire, "set-sink-mute", "out", "1", "0", InaudibleReason.DeviceMuted)]
    [InlineData(SoundServerKind.PulseAudio, "set-sink-volume", "out", "0%", "100%", InaudibleReason.DeviceMuted)]
    [InlineData(SoundServerKind.PipeWire, "set-sink-volume", "out", "0%", "100%", InaudibleReason.DeviceMuted)]
    [InlineData(SoundServerKind.PulseAudio, "set-sink-input-mute", null, "1", "0", InaudibleReason.ProgramMuted)]
    [InlineData(SoundServerKind.PipeWire, "set-sink-input-mute", null, "1", "0", InaudibleReason.ProgramMuted)]
    [InlineData(SoundServerKind.PulseAudio, "set-sink-input-volume", null, "0%", "50%", InaudibleReason.ProgramMuted)]
    [InlineData(SoundServerKind.PipeWire, "set-sink-input-volume", null, "0%", "50%", InaudibleReason.ProgramMuted)]
    public async Task The_server_is_muted_is_told_and_taken_back_and_known_from_the_start(
        SoundServerKind kind,
        string command,
        string? target,
        string off,
        string on,
        InaudibleReason reason
    )
    {
        await using SoundServer server = await SoundServer.StartAsync(kind);
        await using AudioOutput output = Make(server, new TestSource(), "pulse");
        output.Start();
        output.Status.Inaudible.Should().BeNull();
        target ??= (await server.PactlAsync("list", "short", "sink-inputs")).Split('\t')[0];

        await server.PactlAsync(command, target, off);
        OutputStatus muted = await Reaches(output, status => status.Inaudible is not null);
        muted
            .Inaudible.Should()
            .Match<Inaudibility>(why => why.Reason == reason && why.Message.Contains($"pactl {command} {target} "));
        if (reason == InaudibleReason.DeviceMuted)
        {
            await using AudioOutput later = Make(server, new TestSource(), "pulse");
            later.Start();
            later.Status.Inaudible!.Reason.Should().Be(reason);
        }

        await server.PactlAsync(command, target, on);
        await Reaches(output, status => status.Inaudible is null);
    }

    /// <summary>
    /// PipeWire, and PulseAudio as most systems start it, move streams to a dummy output where there is no device.
    /// </summary>
    [Fact]
    public async Task The_device_goes_and_comes_back_the_dummy_output_in_between_is_told_as_no_device()
    {
        await using PipeWireServer server = await PipeWireServer.StartAsync();
        await using AudioOutput output = Make(server, new TestSource(10_000_000), "pulse");
        output.Start();
        output.Wake();
        await Reaches(output, status => status is { State: OutputState.Open, Inaudible: null });

        await server.RemoveSinkAsync();
        (await Reaches(output, status => status.Inaudible is not null))
            .Inaudible!.Reason.Should()
            .Be(InaudibleReason.NoDevice);

        await server.AddSinkAsync();
        await Reaches(output, status => status.Inaudible is null);
    }

    private static async Task<OutputStatus> Reaches(AudioOutput output, Func<OutputStatus, bool> condition) =>
        await output.Changes.FirstAsync(condition).Timeout(Limit).ToTask(TestContext.Current.CancellationToken);

    private static async Task<OutputStatus> Reaches(AudioOutput output, OutputState state) =>
        await output
            .Changes.FirstAsync(status => status.State == state)
            .Timeout(Limit)
            .ToTask(TestContext.Current.CancellationToken);

    private static AudioOutput Make(SoundServer server, TestSource source, string sink, TimeSpan? latency = null) =>
        new(OptionsOf(server, sink, latency), DeviceLossPolicy.Wait, source, TimeProvider.System, NullLogger.Instance);

    private static SinkOptions OptionsOf(SoundServer server, string sink, TimeSpan? latency)
    {
        var options = new SinkOptions { Sink = sink, PulseServer = server.Address };
        return latency is { } length ? options with { Latency = length } : options;
    }
}
