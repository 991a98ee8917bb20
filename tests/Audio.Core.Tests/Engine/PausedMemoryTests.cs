using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Engine;

/// <summary>Paused sessions cannot keep the memory from others.</summary>
public sealed class PausedMemoryTests
{
    private const int Blocks = 512; // 4 MiB of samples
    private const int Quarter = Blocks / 4;
    private const int Second = 48_000; // frames: 24 blocks

    private readonly TestEngine _test = new(static options =>
    {
        options.MaxBufferedBytes = 4 << 20;
        options.MaxBacklogTotalBytes = 4 << 20;
        options.MaxBuffered = TimeSpan.FromSeconds(2);
    });

    private readonly List<SessionResult> _ended = [];

    public PausedMemoryTests() => _test.Engine.SessionEnded.Subscribe(_ended.Add);

    [Fact]
    public async Task Paused_sessions_of_a_client_hold_a_quarter_and_the_longest_paused_expires()
    {
        object client = new();
        for (int i = 0; i < 10; i++)
        {
            await WrittenAsync(OpenPaused($"{i}", client), 2 * Second - 1);
            _test.Engine.BlocksRented.Should().BeLessThanOrEqualTo(Quarter);
        }

        _ended
            .Select(static result => (result.SessionId, result.Reason))
            .Should()
            .Equal(Enumerable.Range(0, 8).Select(static i => ($"{i}", SessionEndReason.Expired)));
        _ended
            .Should()
            .AllSatisfy(static result =>
                result
                    .Error.Should()
                    .Be(
                        "The session was silenced, and others needed the memory of its sound; "
                            + "send it again when it is to play."
                    )
            );
        (await PlayedAsync("other", new object())).Should().BeTrue();
    }

    [Fact]
    public async Task Sessions_that_are_paused_when_they_hold_much_give_it_up_the_longest_paused_first()
    {
        object client = new();
        AudioSession[] sessions = [.. Enumerable.Range(0, 8).Select(i => Open($"{i}", client))];
        foreach (AudioSession session in sessions)
            await WrittenAsync(session, 2 * Second - 1);
        _ended.Should().BeEmpty("what plays may hold more");

        foreach (AudioSession session in sessions)
            session.Pause();
        Pass();

        _test.Engine.BlocksRented.Should().BeLessThanOrEqualTo(Quarter);
        _ended.Select(static result => result.SessionId).Should().Equal("0", "1", "2", "3", "4", "5");
        _ended.Should().AllSatisfy(static result => result.Reason.Should().Be(SessionEndReason.Expired));
    }

    [Fact]
    public async Task Many_clients_together_leave_a_quarter_to_what_plays()
    {
        for (int i = 0; i < 12; i++)
            await WrittenAsync(OpenPaused($"{i}", new object()), 2 * Second - 1);

        _test.Engine.BlocksRented.Should().BeLessThanOrEqualTo(3 * Quarter);
        _ended.Select(static result => result.SessionId).Should().Equal("0", "1", "2", "3");
        (await PlayedAsync("other", new object())).Should().BeTrue();
    }

    [Fact]
    public async Task Whoever_needs_memory_when_all_of_it_is_gone_has_it_from_the_longest_paused()
    {
        for (int i = 0; i < 11; i++)
            await WrittenAsync(Open($"{i}", new object()), i < 10 ? 2 * Second - 1 : 80_000);
        for (int i = 0; i < 11; i++)
            _test.Engine.Sessions.Single(session => session.Id == $"{i}").Pause();
        _ended.Should().BeEmpty();
        _test.Engine.BlocksRented.Should().BeGreaterThan(Blocks - 50);

        (await PlayedAsync("other", new object())).Should().BeTrue();

        _ended
            .Select(static result => (result.SessionId, result.Reason))
            .Should()
            .Equal(("0", SessionEndReason.Expired), ("other", SessionEndReason.Completed));
    }

    [Fact]
    public async Task A_session_that_continued_in_time_keeps_its_sound()
    {
        AudioSession[] sessions = [.. Enumerable.Range(0, 3).Select(i => Open($"{i}", new object()))];
        foreach (AudioSession session in sessions)
        {
            await WrittenAsync(session, 2 * Second - 1);
            session.Complete();
            session.Pause();
            session.Resume();
        }

        Play();

        _ended
            .Should()
            .HaveCount(3)
            .And.AllSatisfy(static result =>
                (result.Reason, result.Statistics.FramesPlayed)
                    .Should()
                    .Be((SessionEndReason.Completed, 2 * Second - 1))
            );
    }

    [Fact]
    public async Task A_producer_that_nobody_waits_behind_waits_at_its_quarter_and_goes_on_later()
    {
        AudioSession[] sessions =
        [
            .. Enumerable.Range(0, 3).Select(i => OpenPaused($"{i}", "http", keepsBacklog: true)),
        ];
        Task[] written = [.. sessions.Select(static session => session.WriteAsync(new byte[1 << 20]).AsTask())];
        Pass();
        written.Select(static task => task.IsCompleted).Should().Equal(true, false, false);
        (_test.Engine.BlocksRented <= Quarter, _test.Engine.BacklogBlocksRented <= 32).Should().Be((true, true));
        _ended.Should().BeEmpty();

        foreach (AudioSession session in sessions)
            session.Resume();
        for (int i = 0; i < 40 && written.Any(static task => !task.IsCompleted); i++)
            Play();
        foreach (AudioSession session in sessions)
            session.Complete();
        Play();

        await Task.WhenAll(written);
        _ended
            .Should()
            .HaveCount(3)
            .And.AllSatisfy(static result =>
                (result.Reason, result.Statistics.FramesPlayed).Should().Be((SessionEndReason.Completed, 1 << 19))
            );
    }

    [Fact]
    public async Task Sessions_that_wait_for_a_channel_cannot_keep_all_of_it_either()
    {
        for (int i = 0; i < 6; i++)
            _ = Open($"{i}", "http", keepsBacklog: true, channel: "c").WriteAsync(new byte[1 << 20]).AsTask();
        AudioSession other = Open("other", "b", keepsBacklog: true);

        await other.WriteAsync(new byte[300_000]);

        _test.Engine.BacklogBlocksRented.Should().BeInRange(100, 128);
        _ended.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_anybody_paused_the_one_that_has_waited_longest_gives_its_memory()
    {
        AudioSession[] sessions = [.. Enumerable.Range(0, 6).Select(i => Open($"{i}", "http", keepsBacklog: true))];
        foreach (AudioSession session in sessions)
            _ = session.WriteAsync(new byte[1 << 20]).AsTask();
        _test.Engine.BacklogBlocksRented.Should().Be(128, "it is all gone");
        foreach (AudioSession session in sessions)
            session.InChannel.Hold("alert");
        AudioSession other = Open("other", "b", keepsBacklog: true);
        Task written = other.WriteAsync(new byte[700_000]).AsTask();
        written.IsCompleted.Should().BeFalse();

        Pass();

        await written;
        _ended
            .Should()
            .ContainSingle()
            .Which.Should()
            .Match<SessionResult>(static result =>
                result.SessionId == "0" && result.Reason == SessionEndReason.Expired
            );
    }

    private AudioSession OpenPaused(string id, object client, bool keepsBacklog = false)
    {
        AudioSession session = Open(id, client, keepsBacklog);
        session.Pause();
        return session;
    }

    private AudioSession Open(string id, object client, bool keepsBacklog = false, string? channel = null) =>
        _test.Engine.OpenSession(
            new SessionOptions
            {
                Format = AudioFormat.Pcm16(Second, 1),
                Id = id,
                WireClient = client,
                KeepsBacklog = keepsBacklog,
                Etiquette = channel is null
                    ? SessionEtiquette.Default
                    : SessionEtiquette.Default with
                    {
                        Channel = channel,
                        Overlap = ChannelOverlap.Queue,
                    },
            }
        );

    /// <summary>Writes sound; time passes until it is taken.</summary>
    private async Task WrittenAsync(AudioSession session, int frames)
    {
        Task written = session.WriteAsync(TestEngine.Pcm(TestEngine.Ramp(frames))).AsTask();
        for (int i = 0; i < 20 && !written.IsCompleted; i++)
            Pass();
        written.IsCompleted.Should().BeTrue();
        await written;
    }

    /// <summary>Whether a new session is heard, sample for sample and without a gap.</summary>
    private async Task<bool> PlayedAsync(string id, object client)
    {
        AudioSession session = Open(id, client);
        await WrittenAsync(session, Second);
        int before = _test.Output.Rendered.Count;
        session.Complete();
        Play();
        SessionResult result = await session.Completion;
        return result is { Reason: SessionEndReason.Completed, Statistics: { FramesPlayed: Second, Underruns: 0 } }
            && _test
                .Output.Rendered.Skip(before)
                .Where(static (_, i) => i % 2 == 0)
                .Take(Second)
                .Select(static sample => (short)Math.Round(sample * 32768f))
                .SequenceEqual(TestEngine.Ramp(Second));
    }

    private void Pass()
    {
        for (int i = 0; i < 25; i++)
            _test.Time.Advance(TimeSpan.FromMilliseconds(100));
    }

    private void Play()
    {
        for (int i = 0; i < 60; i++)
        {
            _test.Output.PlayOut();
            _test.Time.Advance(TimeSpan.FromMilliseconds(100));
        }
    }
}
