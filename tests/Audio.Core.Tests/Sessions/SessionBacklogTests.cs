using System.Buffers.Binary;
using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Testing;
using Audio.Testing.Engines;
using Audio.Testing.Signals;
using static Audio.Testing.Engines.TestEngine;

namespace Audio.Core.Tests.Sessions;

/// <summary>A producer that knows no backpressure sends all that it has at once, and leaves.</summary>
public sealed class SessionBacklogTests
{
    private const int Second = 48_000;

    private readonly TestEngine _test = new(options => options.MaxBuffered = TimeSpan.FromMilliseconds(100));

    [Fact]
    public async Task What_is_sent_at_once_is_taken_at_once_and_heard_whole()
    {
        AudioSession session = Open();
        short[] sound = Sound(30 * Second);

        session.WriteAsync(Pcm(sound)).IsCompletedSuccessfully.Should().BeTrue();
        session.Complete();

        session.State.Should().Be(SessionState.Draining);
        (session.Statistics.BytesReceived, session.Statistics.FramesReceived)
            .Should()
            .Be((2L * sound.Length, sound.Length));
        session.Statistics.Buffered.Should().BeCloseTo(TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(1));
        PlayToItsEnd(session);
        Heard().Should().Equal(sound);
        SessionResult result = await session.Completion;
        result
            .Should()
            .BeEquivalentTo(
                new
                {
                    Reason = SessionEndReason.Completed,
                    Statistics = new
                    {
                        FramesPlayed = sound.Length,
                        FramesDiscarded = 0L,
                        Underruns = 0,
                    },
                }
            );
        (_test.Engine.BacklogBlocksRented, _test.Engine.BlocksRented).Should().Be((0, 0));
    }

    [Fact]
    public async Task What_waits_undecoded_does_not_count_as_heard_when_the_rest_has_been()
    {
        AudioSession session = Open();
        await session.WriteAsync(Pcm(Sound(2 * 4_800)));

        _test.Output.Render(4_800);
        _test.Output.FramesPlayed = 4_800;

        (session.PlayedUpTo(), session.BytesReceived).Should().Be((2 * 4_800, 4 * 4_800));
    }

    [Fact]
    public async Task Chunks_cut_anywhere_while_it_plays_stay_in_order()
    {
        AudioSession session = Open();
        short[] sound = Sound(5 * Second);
        byte[] bytes = Pcm(sound);
        var random = new Random(7);
        int at = 0;
        while (at < bytes.Length)
        {
            int count = Math.Min(random.Next(1, 40_001), bytes.Length - at);
            session.WriteAsync(bytes.AsMemory(at, count)).IsCompletedSuccessfully.Should().BeTrue();
            at += count;
            Play(480);
        }
        session.Complete();
        PlayToItsEnd(session);
        Heard().Should().Equal(sound);
        (await session.Completion).Statistics.Underruns.Should().Be(0);
    }

    [Fact]
    public async Task A_wav_file_with_more_behind_its_data_is_counted_as_what_it_is()
    {
        AudioSession session = Open(AudioContainer.Auto);
        short[] sound = Sound(2 * Second);
        byte[] header = WaveFile.FromInt16(sound, Second, 1).Header(2 * sound.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), 2 * sound.Length + 60);
        byte[] file = [.. header, .. Pcm(sound), .. "LIST"u8, 4, 0, 0, 0, 1, 2, 3, 4];

        session.WriteAsync(file).IsCompletedSuccessfully.Should().BeTrue();
        session.Complete();

        session.Statistics.BytesReceived.Should().Be(file.Length);
        session
            .Statistics.FramesReceived.Should()
            .BeInRange(sound.Length, sound.Length + 6, "what stands behind the data may be another file");
        PlayToItsEnd(session);
        Heard().Should().Equal(sound);
        (await session.Completion)
            .Statistics.Should()
            .BeEquivalentTo(
                new
                {
                    FramesReceived = sound.Length,
                    FramesPlayed = sound.Length,
                    BytesIgnored = 12L,
                }
            );
    }

    [Fact]
    public async Task Cancelled_it_is_discarded_and_counted()
    {
        AudioSession session = Open();
        await session.WriteAsync(Pcm(Sound(2 * Second)));
        Play(480);

        session.Cancel();
        Play(480);

        _test.Engine.BacklogBlocksRented.Should().Be(0);
        PlayToItsEnd(session);
        SessionResult result = await session.Completion;
        result.Reason.Should().Be(SessionEndReason.Cancelled);
        result.Statistics.Should().BeEquivalentTo(new { BytesReceived = 4L * Second, FramesReceived = 2L * Second });
        result.Statistics.FramesPlayed.Should().BeInRange(480, 960);
        result.Statistics.FramesDiscarded.Should().Be(2 * Second - result.Statistics.FramesPlayed);
    }

    [Fact]
    public async Task Paused_it_is_kept_and_goes_on_to_grow()
    {
        AudioSession session = Open();
        short[] sound = Sound(2 * Second);
        byte[] bytes = Pcm(sound);
        await session.WriteAsync(bytes.AsMemory(0, Second));
        session.Pause();
        _test.Time.Advance(TimeSpan.FromMinutes(10));
        session.WriteAsync(bytes.AsMemory(Second)).IsCompletedSuccessfully.Should().BeTrue();
        session.Complete();
        session.State.Should().Be(SessionState.Paused);

        session.Resume();

        session.State.Should().Be(SessionState.Draining);
        PlayToItsEnd(session);
        Heard().Should().HaveCount(sound.Length).And.EndWith(sound[480..]);
        (await session.Completion).Reason.Should().Be(SessionEndReason.Completed);
    }

    [Fact]
    public async Task A_producer_that_is_lost_is_played_out()
    {
        AudioSession session = Open();
        short[] sound = Sound(2 * Second);
        await session.WriteAsync(Pcm(sound));

        session.Disconnect();

        PlayToItsEnd(session);
        Heard().Should().Equal(sound);
        (await session.Completion).Reason.Should().Be(SessionEndReason.Disconnected);
    }

    [Fact]
    public async Task A_mark_in_the_backlog_is_told_when_it_is_heard()
    {
        AudioSession session = Open();
        await session.WriteAsync(Pcm(Sound(2 * Second)));
        long heardAt = -1;
        using IDisposable watch = session.Events.Subscribe(e =>
            heardAt = e.Kind == SessionEventKind.MarkHeard ? _test.Output.FramesPlayed : heardAt
        );
        session.Mark(new SessionMark(2 * Second, "half"));
        session.Complete();

        PlayToItsEnd(session);

        heardAt.Should().BeInRange(Second, Second + 2 * 4_800);
    }

    [Theory]
    [InlineData(500, 1_000_000, 48_000)]
    [InlineData(60_000, 10_000, 10_000)]
    [InlineData(0, 1_000_000, 0)]
    public async Task Beyond_its_limit_its_producer_waits(int maxBacklogMs, long maxBacklogBytes, int expected)
    {
        var test = new TestEngine(options =>
        {
            options.MaxBuffered = TimeSpan.FromMilliseconds(100);
            options.MaxBacklog = TimeSpan.FromMilliseconds(maxBacklogMs);
            options.MaxBacklogBytes = maxBacklogBytes;
        });
        AudioSession session = test.Engine.OpenSession(
            new SessionOptions { Format = AudioFormat.Pcm16(Second, 1), KeepsBacklog = true }
        );
        short[] sound = Sound(Second);

        ValueTask written = session.WriteAsync(Pcm(sound));

        written.IsCompleted.Should().BeFalse();
        session.Statistics.BytesReceived.Should().Be(9_600 + expected);
        session.State.Should().Be(SessionState.Buffering);
        for (int i = 0; i < 200 && !written.IsCompleted; i++)
            Play(test, 480);
        await written;
        session.Complete();
        PlayToItsEnd(test, session);
        Heard(test).Should().Equal(sound);
    }

    [Fact]
    public async Task Beyond_the_total_of_all_producers_wait_and_nothing_is_lost()
    {
        var test = new TestEngine(options =>
        {
            options.MaxBuffered = TimeSpan.FromMilliseconds(100);
            options.MaxBacklogTotalBytes = 1024 * 1024;
        });
        AudioSession[] sessions =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(_ =>
                    test.Engine.OpenSession(
                        new SessionOptions { Format = AudioFormat.Pcm16(Second, 1), KeepsBacklog = true }
                    )
                ),
        ];
        Task[] written = [.. sessions.Select(session => session.WriteAsync(new byte[500_000]).AsTask())];
        written.Select(task => task.IsCompleted).Should().Equal(true, true, false);
        test.Engine.BacklogBlocksRented.Should().Be(32);

        for (int i = 0; i < 2_000 && !written[2].IsCompleted; i++)
            Play(test, 480);
        await Task.WhenAll(written);
        foreach (AudioSession session in sessions)
            session.Complete();
        for (int i = 0; i < 2_000 && test.Engine.Sessions.Count > 0; i++)
            Play(test, 480);
        (await Task.WhenAll(sessions.Select(session => session.Completion)))
            .Should()
            .AllSatisfy(result => result.Statistics.FramesPlayed.Should().Be(250_000));
        test.Engine.BacklogBlocksRented.Should().Be(0);
    }

    [Fact]
    public void Without_one_a_producer_waits_as_before()
    {
        AudioSession session = _test.Open();
        session.WriteAsync(Pcm(Sound(Second))).IsCompleted.Should().BeFalse();
        _test.Engine.BacklogBlocksRented.Should().Be(0);
    }

    [Fact]
    public void A_chunk_into_the_backlog_allocates_nothing()
    {
        AudioSession session = Open();
        byte[] chunk = Pcm(Sound(960));
        session.WriteAsync(Pcm(Sound(Second))).IsCompletedSuccessfully.Should().BeTrue();

        // Its blocks are there after the first round: what a cancel gives back is kept.
        Allocations
            .Of(() => session.WriteAsync(chunk).IsCompletedSuccessfully.Should().BeTrue())
            .Should()
            .Be(Allocations.Of(static () => true.Should().BeTrue()));
    }

    [Theory]
    [InlineData(nameof(AudioEngineOptions.MaxBacklog))]
    [InlineData(nameof(AudioEngineOptions.MaxBacklogBytes))]
    [InlineData(nameof(AudioEngineOptions.MaxBacklogTotalBytes))]
    public void Limits_out_of_their_range_are_refused(string name)
    {
        Action create = () =>
            AudioEngine.Create(options =>
            {
                options.MaxBacklog = name == nameof(options.MaxBacklog) ? TimeSpan.FromHours(25) : options.MaxBacklog;
                options.MaxBacklogBytes = name == nameof(options.MaxBacklogBytes) ? -1 : options.MaxBacklogBytes;
                options.MaxBacklogTotalBytes =
                    name == nameof(options.MaxBacklogTotalBytes) ? 1_000 : options.MaxBacklogTotalBytes;
            });
        create.Should().Throw<AudioException>().WithMessage($"{name} is between *");
    }

    private AudioSession Open(AudioContainer container = AudioContainer.Raw) =>
        _test.Engine.OpenSession(
            new SessionOptions
            {
                Format = AudioFormat.Pcm16(Second, 1),
                Container = container,
                KeepsBacklog = true,
            }
        );

    /// <summary>No sample is 0, and none is like its neighbours.</summary>
    private static short[] Sound(int count) =>
        [.. Enumerable.Range(0, count).Select(i => (short)(1 + i * 7919 % 30_000))];

    private short[] Heard() => Heard(_test);

    private static short[] Heard(TestEngine test) =>
        [
            .. test
                .Output.Rendered.Where((_, i) => i % 2 == 0)
                .Select(sample => (short)Math.Round(sample * 32768f))
                .Reverse()
                .SkipWhile(sample => sample == 0)
                .Reverse(),
        ];

    private void Play(int frames) => Play(_test, frames);

    private static void Play(TestEngine test, int frames)
    {
        if (test.Output.Render(frames))
            test.Output.FramesPlayed += frames;
        test.Time.Advance(TimeSpan.FromSeconds((double)frames / Second));
    }

    private void PlayToItsEnd(AudioSession session) => PlayToItsEnd(_test, session);

    private static void PlayToItsEnd(TestEngine test, AudioSession session)
    {
        for (int i = 0; i < 10_000 && session.State != SessionState.Ended; i++)
            Play(test, 480);
        session.State.Should().Be(SessionState.Ended);
    }
}
