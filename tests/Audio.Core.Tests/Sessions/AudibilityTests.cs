using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Core.Sinks;
using Audio.Core.Sinks.Output;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Testing.Engines;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Sessions;

/// <summary>Whether a session could be heard: counted where it is mixed, and told with its end.</summary>
public sealed class AudibilityTests
{
    private readonly TestEngine _engine = new();

    [Fact]
    public async Task Completed_nothing_is_muted_is_audible()
    {
        SessionResult result = await PlayAsync(_engine.Open(), 480);
        (result.Reason, result.IsAudible, result.Inaudible).Should().Be((SessionEndReason.Completed, true, null));
        _engine.Engine.Inaudible.Should().BeNull();
    }

    [Theory]
    [InlineData("master", InaudibleReason.MasterMuted)]
    [InlineData("master at 0", InaudibleReason.MasterMuted)]
    [InlineData("bus", InaudibleReason.BusMuted)]
    [InlineData("bus at 0", InaudibleReason.BusMuted)]
    [InlineData("session", InaudibleReason.SessionMuted)]
    public async Task Completed_something_is_muted_says_what_and_how_much(string muted, InaudibleReason reason)
    {
        AudioEngine engine = _engine.Engine;
        AudioSession session = _engine.Open();
        switch (muted)
        {
            case "master":
                engine.Master.IsMuted = true;
                break;
            case "master at 0":
                engine.Master.Volume = 0;
                break;
            case "bus":
                engine.Buses[(int)SessionPriority.Speech].IsMuted = true;
                break;
            case "bus at 0":
                engine.Buses[(int)SessionPriority.Speech].Volume = 0;
                break;
            default:
                session.Volume = 0;
                break;
        }

        SessionResult result = await PlayAsync(session, 480);
        (result.Reason, result.IsAudible).Should().Be((SessionEndReason.Completed, false));
        result
            .Inaudible.Should()
            .Match<Inaudibility>(why => why.Reason == reason && why.Length == TimeSpan.FromMilliseconds(10));
        (engine.Inaudible?.Reason == InaudibleReason.MasterMuted)
            .Should()
            .Be(reason == InaudibleReason.MasterMuted, "a bus silences what is on it alone");
    }

    [Fact]
    public async Task Completed_another_bus_is_muted_is_audible()
    {
        _engine.Engine.Buses[(int)SessionPriority.Media].IsMuted = true;
        (await PlayAsync(_engine.Open(), 480)).IsAudible.Should().BeTrue();
    }

    [Fact]
    public async Task Completed_muted_for_a_part_says_how_much()
    {
        AudioSession session = _engine.Open();
        await session.WriteAsync(TestEngine.Pcm(TestEngine.Ramp(4_800)), TestContext.Current.CancellationToken);
        session.Complete();
        _engine.Output.Render(2_400);
        _engine.Engine.Master.IsMuted = true;
        _engine.Output.Render(480);
        _engine.Engine.Master.IsMuted = false;
        SessionResult result = await PlayOutAsync(session);
        result.IsAudible.Should().BeFalse("not all of it could be heard");
        result.Inaudible!.Length.Should().Be(TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public async Task Completed_it_was_muted_while_it_was_paused_is_audible()
    {
        AudioSession session = _engine.Open();
        await session.WriteAsync(TestEngine.Pcm(TestEngine.Ramp(4_800)), TestContext.Current.CancellationToken);
        session.Complete();
        _engine.Output.Render(480);
        session.Pause();
        while (_engine.Output.Render(480)) { }

        _engine.Engine.Master.IsMuted = true;
        _engine.Output.Render(480);
        _engine.Engine.Master.IsMuted = false;
        session.Resume();
        (await PlayOutAsync(session)).IsAudible.Should().BeTrue();
    }

    [Fact]
    public async Task Cancelled_nothing_was_played_nobody_can_say()
    {
        AudioSession session = _engine.Open();
        session.Cancel();
        (await session.Completion).IsAudible.Should().BeNull();
    }

    [Theory]
    [InlineData("null", InaudibleReason.NullSink)]
    [InlineData("auto", InaudibleReason.NoDevice)]
    public async Task Completed_to_nobody_says_whether_that_was_asked_for(string sink, InaudibleReason reason)
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.Zero };
        var factory = new Sinks.Output.FakeSinkFactory();
        await using AudioEngine engine = Make(sink, time, factory);
        engine.Start();
        AudioSession session = engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(48_000, 1) });
        await session.WriteAsync(TestEngine.Pcm(TestEngine.Ramp(480)), TestContext.Current.CancellationToken);
        session.Complete();
        factory.Last.Render().Should().Be(sink == "auto" ? 0 : 1, "with auto it waits for a device");
        time.Advance(DeviceSearch.SessionWait);
        while (factory.Last.Render() > 0) { }

        factory.Last.FramesPlayed = factory.Last.FramesRendered;
        time.Advance(TimeSpan.FromSeconds(1));
        SessionResult result = await session.Completion;
        result.Reason.Should().Be(SessionEndReason.Completed);
        result.IsAudible.Should().Be(sink == "auto" ? false : null);
        result.Inaudible!.Reason.Should().Be(reason);
        engine.Inaudible!.Reason.Should().Be(reason);
    }

    [Fact]
    public async Task Completed_the_device_took_some_of_it_with_it_says_how_much()
    {
        var time = new FakeTimeProvider();
        var factory = new Sinks.Output.FakeSinkFactory();
        factory.There.Add(SinkKind.Pulse);
        await using AudioEngine engine = Make("pulse", time, factory);
        engine.Start();
        AudioSession session = engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(48_000, 1) });
        await session.WriteAsync(TestEngine.Pcm(TestEngine.Ramp(4_800)), TestContext.Current.CancellationToken);
        session.Complete();
        factory.Last.Render(4);
        factory.Last.FramesPlayed = 2 * 240;
        factory.Last.Fault("gone.");
        time.Advance(TimeSpan.FromSeconds(1));
        while (factory.Last.Render() > 0) { }

        factory.Last.FramesPlayed = factory.Last.FramesRendered;
        time.Advance(TimeSpan.FromSeconds(1));
        SessionResult result = await session.Completion;
        (result.Reason, result.IsAudible).Should().Be((SessionEndReason.Completed, false));
        result
            .Inaudible.Should()
            .Match<Inaudibility>(why =>
                why.Reason == InaudibleReason.DeviceLost && why.Length == TimeSpan.FromMilliseconds(10)
            );
    }

    private static AudioEngine Make(string sink, TimeProvider time, ISinkFactory factory)
    {
        var options = new AudioEngineOptions { Sink = new SinkOptions { Sink = sink } };
        return new AudioEngine(
            options,
            time,
            NullLoggerFactory.Instance,
            (sinkOptions, mixer) =>
                new AudioOutput(sinkOptions, DeviceLossPolicy.Wait, mixer, time, NullLogger.Instance, factory),
            static item => item.Execute()
        );
    }

    private async Task<SessionResult> PlayAsync(AudioSession session, int frames)
    {
        await session.WriteAsync(TestEngine.Pcm(TestEngine.Ramp(frames)), TestContext.Current.CancellationToken);
        session.Complete();
        return await PlayOutAsync(session);
    }

    private async Task<SessionResult> PlayOutAsync(AudioSession session)
    {
        _engine.Output.PlayOut();
        _engine.Time.Advance(TimeSpan.FromSeconds(1));
        return await session.Completion;
    }
}
