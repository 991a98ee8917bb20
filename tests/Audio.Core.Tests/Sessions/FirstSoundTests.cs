using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Core.Sinks;
using Audio.Core.Sinks.Output;
using Audio.Core.Tests.Sinks.Output;
using Audio.Protocol;
using Audio.Testing.Engines;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Sessions;

/// <summary>Time to first audio is when the device has played the first sample, not when it was given it.</summary>
public sealed class FirstSoundTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeSinkFactory _factory = new();
    private readonly List<(SessionEventKind Kind, TimeSpan? Ttfa)> _events = [];

    private AudioEngine? _engine;

    /// <summary>What still plays is cancelled, and that takes time, which is the test's.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (AudioSession session in _engine!.Sessions)
            session.Cancel();
        _time.Advance(TimeSpan.FromSeconds(1));
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task The_device_plays_a_second_of_silence_first_it_is_measured_when_it_is_heard()
    {
        AudioEngine engine = Start(SinkKind.Pulse);
        AudioSession session = await PlayAsync(engine, 4_800);
        _factory.Last.Render(2).Should().Be(2);
        _time.Advance(TimeSpan.FromMilliseconds(1_100));
        session.State.Should().Be(SessionState.Playing);
        session.Statistics.Ttfa.Mixed.Should().Be(TimeSpan.Zero);
        session.Statistics.Ttfa.Device.Should().BeNull("it was not heard yet, and nobody knows when it will be");
        _events.Should().BeEmpty();

        _factory.Last.FramesPlayed = 96; // 2 ms of it
        _time.Advance(TimeSpan.FromMilliseconds(4));
        session
            .Statistics.Ttfa.Device.Should()
            .BeCloseTo(TimeSpan.FromMilliseconds(1_100), TimeSpan.FromMilliseconds(4));
        _events.Should().Equal((SessionEventKind.Sounding, session.Statistics.Ttfa.Device));
    }

    [Fact]
    public async Task Something_else_happens_first_it_is_told_in_order_and_is_not_measured()
    {
        AudioEngine engine = Start(SinkKind.Pulse);
        AudioSession session = await PlayAsync(engine, 4_800);
        _factory.Last.Render();
        session.Pause();
        _events.Should().Equal((SessionEventKind.Sounding, null), (SessionEventKind.Paused, null));
    }

    [Fact]
    public async Task It_ends_at_once_behind_its_last_sample_it_is_measured_and_told_before_the_end()
    {
        AudioEngine engine = Start(SinkKind.Pulse);
        AudioSession session = await PlayAsync(engine, 240);
        session.Complete();
        _factory.Last.Render(3);
        _factory.Last.FramesPlayed = _factory.Last.FramesRendered;
        _time.Advance(TimeSpan.FromMilliseconds(100));
        (await session.Completion).Statistics.Ttfa.Device.Should().NotBeNull();
        _events.Should().ContainSingle().Which.Ttfa.Should().NotBeNull();
    }

    [Fact]
    public async Task The_device_took_it_with_it_it_was_never_heard_and_is_not_measured()
    {
        AudioEngine engine = Start(SinkKind.Pulse);
        AudioSession session = await PlayAsync(engine, 480);
        session.Complete();
        while (_factory.Last.Render() > 0) { }

        _factory.Last.Fault("gone.");
        _time.Advance(TimeSpan.FromSeconds(1));
        SessionResult result = await session.Completion;
        result.Statistics.Ttfa.Device.Should().BeNull();
        result.IsAudible.Should().BeFalse();
    }

    [Fact]
    public async Task There_is_no_device_it_is_not_measured()
    {
        AudioEngine engine = Start(SinkKind.Null);
        AudioSession session = await PlayAsync(engine, 4_800);
        _time.Advance(DeviceSearch.SessionWait);
        _factory.Last.Render(4);
        _factory.Last.FramesPlayed = 480;
        _time.Advance(TimeSpan.FromMilliseconds(100));
        session.Statistics.Ttfa.Mixed.Should().NotBeNull();
        session.Statistics.Ttfa.Device.Should().BeNull();
        _events.Should().ContainSingle().Which.Kind.Should().Be(SessionEventKind.Sounding);
    }

    private AudioEngine Start(SinkKind there)
    {
        _factory.There.Add(there);
        var engine = new AudioEngine(
            new AudioEngineOptions(),
            _time,
            NullLoggerFactory.Instance,
            (options, mixer) =>
                new AudioOutput(options, DeviceLossPolicy.Wait, mixer, _time, NullLogger.Instance, _factory),
            static item => item.Execute()
        );
        engine.Start();
        _engine = engine;
        return engine;
    }

    private async Task<AudioSession> PlayAsync(AudioEngine engine, int frames)
    {
        AudioSession session = engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(48_000, 1) });
        session.Events.Subscribe(e => _events.Add((e.Kind, e.Statistics.Ttfa.Device)));
        await session.WriteAsync(TestEngine.Pcm(TestEngine.Ramp(frames)), TestContext.Current.CancellationToken);
        return session;
    }
}
