using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Core.Sinks;
using Audio.Core.Sinks.Player;
using Audio.Protocol;
using Audio.Testing;
using NAudio.Wave;

namespace Audio.Core.Tests.Sinks.Player;

/// <summary>The sink over a player that obeys the test, in virtual time.</summary>
public sealed class WavePlayerSinkTests : IDisposable
{
    private const int Rate = 48_000;

    private readonly SuspendableTime _time = new();
    private readonly CountedMix _mix = new();
    private readonly List<SinkException> _faults = [];
    private readonly FakeLatencyPlayer _player = new();
    private WavePlayerSink? _sink;

    public void Dispose() => _sink?.Dispose();

    [Fact]
    public void Start_opens_and_plays_nothing()
    {
        WavePlayerSink sink = Start(_player);

        (sink.Name, sink.Format).Should().Be(("naudio: FakeLatencyPlayer", AudioFormat.Float32(Rate, 2)));
        (_player.OutputWaveFormat.Encoding, _player.OutputWaveFormat.SampleRate, _player.OutputWaveFormat.Channels)
            .Should()
            .Be((WaveFormatEncoding.IeeeFloat, Rate, 2));
        _mix.Add(480);
        _player
            .Read(10)
            .Should()
            .OnlyContain(
                sample => sample == 0,
                "a player may read ahead, but nothing is rendered before the first wake"
            );
        _mix.Asked.Should().Be(0);
        _player.Plays.Should().Be(0);
    }

    [Fact]
    public void Wake_plays_the_mix_sample_for_sample_then_silence()
    {
        WavePlayerSink sink = Start(_player);
        Wake(sink, frames: 3);

        _player.PlaybackState.Should().Be(PlaybackState.Playing);
        _player.Read(3).Should().Equal(1, -1, 2, -2, 3, -3);
        _player.Read(2).Should().Equal(0, 0, 0, 0);
        sink.FramesRendered.Should().Be(3);
    }

    [Fact]
    public void Position_is_by_the_players_own_latency_and_never_beyond_what_was_rendered()
    {
        WavePlayerSink sink = Start(_player);
        Wake(sink, frames: 960);
        _player.Read(480);
        sink.FramesPlayed.Should().Be(0);
        Advance(ms: 20);
        sink.FramesPlayed.Should().Be(0, "20 ms until the first frame is heard");
        _player.CurrentLatency = TimeSpan.FromMilliseconds(15); // 5 ms later than the first word had it
        _player.Read(480);
        Advance(ms: 15);
        sink.FramesPlayed.Should().Be(480);
        Advance(ms: 5);
        sink.FramesPlayed.Should().Be(720);
        Advance(ms: 100);
        sink.FramesPlayed.Should().Be(960);
    }

    [Fact]
    public void Position_of_a_player_without_latency_is_by_what_it_read_and_the_latency_assumed()
    {
        var player = new FakePlayer();
        WavePlayerSink sink = Start(player, new WavePlayerSinkOptions { Latency = TimeSpan.FromMilliseconds(100) });
        Wake(sink, frames: 960);
        player.Read(480);
        player.Read(480); // read ahead: heard behind the first, not with it
        Advance(ms: 105);
        sink.FramesPlayed.Should().Be(240);
        Advance(ms: 15);
        sink.FramesPlayed.Should().Be(960);
    }

    [Fact]
    public void Latency_that_throws_the_last_word_holds()
    {
        WavePlayerSink sink = Start(_player);
        Wake(sink, frames: 480);
        _player.Read(240);
        _player.IsGone = true;
        Advance(ms: 5);
        _player.Read(240);
        Advance(ms: 20);

        sink.FramesPlayed.Should().Be(240);
        _faults.Should().BeEmpty();
    }

    [Fact]
    public void Silence_pauses_the_player_and_a_wake_starts_it_again()
    {
        WavePlayerSink sink = Start(_player);
        Wake(sink, frames: 240);
        for (int i = 0; i < 300; i++)
        {
            if (i <= 202)
                _player.PlaybackState.Should().Be(PlaybackState.Playing);
            _player.Read(480);
            Advance(ms: 10);
        }

        _player.PlaybackState.Should().Be(PlaybackState.Paused);
        int asked = _mix.Asked;
        _player.Read(480);
        _mix.Asked.Should().Be(asked, "a paused player is not rendered for");
        sink.FramesPlayed.Should().Be(480, "the last buffer is filled up");

        Wake(sink, frames: 240);
        (_player.PlaybackState, _player.Plays).Should().Be((PlaybackState.Playing, 2));
        _player.Read(1).Should().Equal(241, -241);
        _faults.Should().BeEmpty();
    }

    [Fact]
    public void A_wake_before_the_start_is_not_lost()
    {
        _sink = new WavePlayerSink(new SinkOptions { SampleRate = Rate }, () => _player, null, _time);
        _mix.Add(1);
        _sink.Wake();

        _sink.Start(_mix, _faults.Add);
        _time.Advance(TimeSpan.Zero);

        _player.PlaybackState.Should().Be(PlaybackState.Playing);
        _player.Read(1).Should().Equal(1, -1);
    }

    [Fact]
    public void Playback_stopped_with_an_exception_is_a_lost_device_once()
    {
        WavePlayerSink sink = Start(_player);
        Wake(sink, frames: 960);
        _player.Read(480);
        Advance(ms: 25);
        _player.Fail(new IOException("unplugged"));
        Advance(ms: 1);
        _player.Fail(new IOException("again"));
        Advance(ms: 1_000);

        _faults
            .Should()
            .ContainSingle()
            .Which.Should()
            .Match<SinkException>(fault =>
                fault.Fault == SinkErrorKind.DeviceLost
                && fault.Message == "naudio: FakeLatencyPlayer is gone (unplugged)."
                && fault.InnerException is IOException
            );
        _player.Read(10).Should().OnlyContain(sample => sample == 0, "nothing is rendered after it");
        sink.FramesPlayed.Should().BeInRange(240, 289, "what was not heard when it went will not be");
        sink.Wake();
        Advance(ms: 10);
        _player.Plays.Should().Be(1);
    }

    [Fact]
    public void Playback_stopped_without_an_exception_is_a_lost_device_too()
    {
        Wake(Start(_player), frames: 1);
        _player.Fail(null);
        Advance(ms: 1);

        _faults
            .Should()
            .ContainSingle()
            .Which.Message.Should()
            .Be("naudio: FakeLatencyPlayer is gone (it stopped by itself).");
    }

    [Fact]
    public void A_player_that_asks_for_nothing_is_lost()
    {
        Wake(Start(_player), frames: 960);
        _player.Read(480);
        Advance(ms: 4_900);
        _faults.Should().BeEmpty();
        Advance(ms: 500);

        _faults
            .Should()
            .ContainSingle()
            .Which.Message.Should()
            .Be("naudio: FakeLatencyPlayer is gone (it has requested nothing for 5 s).");
    }

    /// <summary>The last request is 250 ms before the last look, as with long buffers.</summary>
    [Theory]
    [InlineData(1_000), InlineData(4_600), InlineData(4_749), InlineData(4_750), InlineData(60_000)]
    public void A_player_that_asked_for_nothing_while_the_process_was_stopped_is_not_lost(int ms)
    {
        Wake(Start(_player), frames: 48_000);
        _player.Read(480);
        Advance(ms: 250);
        _time.Suspend(TimeSpan.FromMilliseconds(ms));
        Advance(ms: 250);
        _faults.Should().BeEmpty();
        _player.Read(480)[..2].Should().Equal(481, -481);

        Advance(ms: 4_900);
        _faults.Should().BeEmpty();
        Advance(ms: 500);
        _faults.Should().ContainSingle("it is still watched");
    }

    [Fact]
    public void Dispose_disposes_the_player_and_is_no_loss()
    {
        WavePlayerSink sink = Start(_player);
        Wake(sink, frames: 960);
        _player.Read(480);
        sink.Dispose();
        sink.Dispose();
        Advance(ms: 1_000);

        _player.IsDisposed.Should().BeTrue();
        _faults.Should().BeEmpty();
        _player.Read(1).Should().Equal(0, 0);
        (sink.FramesRendered, sink.FramesPlayed).Should().Be((480, 0));
    }

    [Fact]
    public void A_player_that_takes_no_float_says_what_to_do()
    {
        using var player = new FakePlayer { Refusal = new NotSupportedException("Unsupported WaveFormat") };

        FluentActions
            .Invoking(() => Start(player))
            .Should()
            .Throw<SinkException>()
            .WithMessage(
                "naudio: FakePlayer cannot be opened (Unsupported WaveFormat): see whether the device is "
                    + "there, is free, and takes 32-bit float stereo at 48000 Hz (Sink.SampleRate)."
            )
            .Which.Fault.Should()
            .Be(SinkErrorKind.Configuration);
        _sink!.Dispose();
        player.IsDisposed.Should().BeTrue();
    }

    [Fact]
    public void A_graph_stands_between_mix_and_player_and_its_fault_is_a_loss()
    {
        Halver? halver = null;
        Wake(Start(_player, new WavePlayerSinkOptions { Graph = mix => halver = new Halver(mix) }), frames: 960);
        _player.Read(2).Should().Equal(0.5f, -0.5f, 1f, -1f);

        halver!.IsBroken = true;
        _player.Read(2).Should().Equal(0, 0, 0, 0);
        Advance(ms: 1);
        _faults.Should().ContainSingle().Which.Message.Should().Be("naudio: FakeLatencyPlayer is gone (graph).");
    }

    [Fact]
    public void Render_steady_allocates_nothing()
    {
        WavePlayerSink sink = Start(_player);
        Wake(sink, frames: 1_000_000);
        byte[] source = new byte[480 * 8];

        Allocations.Of(() => _player.ReadInto(source)).Should().Be(0);
        sink.FramesRendered.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task An_engine_plays_a_session_through_it_and_reopens_it_when_it_is_lost()
    {
        var players = new List<FakeLatencyPlayer>();
        await using var engine = AudioEngine.Create(
            options =>
                options.CreateSink = given => new WavePlayerSink(
                    given,
                    () =>
                    {
                        players.Add(new FakeLatencyPlayer());
                        return players[^1];
                    },
                    time: _time
                ),
            _time
        );
        engine.Start();
        AudioSession session = engine.OpenSession(new SessionOptions { Format = AudioFormat.Float32(Rate, 2) });
        byte[] bytes = new byte[2 * 8];
        Buffer.BlockCopy(new[] { 0.5f, -0.5f, 0.25f, -0.25f }, 0, bytes, 0, bytes.Length);
        await session.WriteAsync(bytes);
        session.Complete();
        SpinWait
            .SpinUntil(() => Step(() => players[0].PlaybackState == PlaybackState.Playing), TimeSpan.FromSeconds(60))
            .Should()
            .BeTrue();
        SpinWait
            .SpinUntil(
                () => Step(() => players[0].Read(2)[0] == 0.5f || session.Completion.IsCompleted),
                TimeSpan.FromSeconds(60)
            )
            .Should()
            .BeTrue();
        SpinWait
            .SpinUntil(
                () => Step(() => players[0].Read(48).Length > 0 && session.Completion.IsCompleted),
                TimeSpan.FromSeconds(60)
            )
            .Should()
            .BeTrue();
        SessionResult result = await session.Completion;
        (result.Reason, result.Statistics.FramesPlayed).Should().Be((SessionEndReason.Completed, 2L));

        players[0].Fail(new IOException("unplugged"));
        SpinWait
            .SpinUntil(
                () => Step(() => players.Count == 2 && engine.Output is { State: OutputState.Open, Reopens: 1 }),
                TimeSpan.FromSeconds(60)
            )
            .Should()
            .BeTrue();
        players[0].IsDisposed.Should().BeTrue();
    }

    /// <summary>Lets a millisecond pass, and looks; sessions run on the thread pool.</summary>
    private bool Step(Func<bool> look)
    {
        Advance(ms: 1);
        Thread.Yield();
        return look();
    }

    private WavePlayerSink Start(FakePlayer player, WavePlayerSinkOptions? options = null)
    {
        _sink = new WavePlayerSink(new SinkOptions { SampleRate = Rate }, () => player, options, _time);
        _sink.Start(_mix, _faults.Add);
        return _sink;
    }

    private void Wake(WavePlayerSink sink, int frames)
    {
        _mix.Add(frames);
        sink.Wake();
        _time.Advance(TimeSpan.Zero);
    }

    /// <summary>Lets time pass in small steps, as timers of a process that runs see it.</summary>
    private void Advance(int ms)
    {
        const int Step = 10;
        for (; ms > 0; ms -= Step)
            _time.Advance(TimeSpan.FromMilliseconds(Math.Min(ms, Step)));
    }

    /// <summary>Frames (1, -1), (2, -2), … as many as it was given; the last buffer is filled up with zeros.</summary>
    private sealed class CountedMix : ISampleProvider
    {
        private int _left;
        private int _frame;

        public int Asked { get; private set; }

        public void Add(int frames) => _left += frames;

        public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(48_000, 2);

        public int Read(Span<float> buffer)
        {
            Asked++;
            if (_left == 0)
                return 0;
            buffer.Clear();
            for (int i = 0; i < buffer.Length && _left > 0; i += 2, _left--)
                (buffer[i], buffer[i + 1]) = (++_frame, -_frame);
            return buffer.Length;
        }
    }
}
