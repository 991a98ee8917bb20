using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Testing.Engines;
using static Audio.Testing.Engines.TestEngine;

namespace Audio.Core.Tests.Sessions;

/// <summary>The life of a session in virtual time: exact samples, exact states, one exact ending.</summary>
public sealed class AudioSessionTests
{
    private readonly TestEngine _test = new();

    [Fact]
    public async Task A_whole_life_from_the_first_byte_to_the_last_sample_heard()
    {
        AudioSession session = _test.Open();
        var states = new List<SessionState>();
        using IDisposable watch = session.States.Subscribe(states.Add);
        await session.WriteAsync(Pcm(Ramp(300)));
        _test.Output.Render(240);
        session.Complete();
        _test.Output.Render(240);
        _test.Output.Render(240).Should().BeFalse();

        session.Completion.IsCompleted.Should().BeFalse("nothing has been heard yet");
        _test.Output.FramesPlayed = 299;
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        session.Completion.IsCompleted.Should().BeFalse("its last sample has not been heard yet");
        _test.Output.FramesPlayed = 300;
        _test.Time.Advance(TimeSpan.FromSeconds(1));

        SessionResult result = await session.Completion;
        result.Reason.Should().Be(SessionEndReason.Completed);
        result.Error.Should().BeNull();
        result.Statistics.BytesReceived.Should().Be(600);
        result.Statistics.FramesReceived.Should().Be(300);
        result.Statistics.FramesPlayed.Should().Be(300);
        result.Statistics.Underruns.Should().Be(0);
        states
            .Should()
            .Equal(
                SessionState.Opening,
                SessionState.Buffering,
                SessionState.Playing,
                SessionState.Draining,
                SessionState.Ended
            );
        _test
            .Output.Rendered.Should()
            .Equal(
                Enumerable.Range(1, 300).SelectMany(i => new[] { i / 32768f, i / 32768f }).Concat(new float[2 * 180])
            );
        _test.Engine.Sessions.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_after_the_streams_end_is_refused_in_whatever_state_the_session_is(bool cancel)
    {
        AudioSession session = _test.Open();
        await session.WriteAsync(Pcm(Ramp(300)));
        session.Pause();
        if (cancel)
            session.Cancel();
        else
            session.Complete();

        Func<Task> again = async () => await session.WriteAsync(Pcm(Ramp(10)));

        (await again.Should().ThrowAsync<AudioException>()).Which.Kind.Should().Be(AudioErrorKind.SessionEnded);
        session.Statistics.BytesReceived.Should().Be(600);
    }

    [Fact]
    public async Task Chunks_cut_in_the_middle_of_a_sample_play_as_one()
    {
        AudioSession session = _test.Open(channels: 2);
        byte[] bytes = Pcm(Ramp(480));
        for (int i = 0; i < bytes.Length; i += 7)
            await session.WriteAsync(bytes.AsMemory(i, Math.Min(7, bytes.Length - i)));
        session.Complete();
        _test.Output.PlayOut();
        _test.Output.Rendered.Should().Equal(Enumerable.Range(1, 480).Select(i => i / 32768f));
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        (await session.Completion).Statistics.FramesPlayed.Should().Be(240);
    }

    [Fact]
    public async Task An_empty_session_ends_at_once()
    {
        AudioSession session = _test.Open();
        session.Complete();
        (await session.Completion)
            .Should()
            .BeEquivalentTo(new { Reason = SessionEndReason.Completed, Statistics = new { FramesPlayed = 0L } });
    }

    [Fact]
    public async Task Half_a_sample_is_no_frame_and_is_counted_as_ignored()
    {
        AudioSession session = _test.Open();
        await session.WriteAsync(new byte[] { 1 });
        session.Complete();
        SessionStatistics statistics = (await session.Completion).Statistics;
        statistics.BytesReceived.Should().Be(1);
        statistics.BytesIgnored.Should().Be(1);
        statistics.FramesPlayed.Should().Be(0);
    }

    [Fact]
    public async Task The_end_of_the_stream_after_all_was_mixed_needs_no_further_render()
    {
        AudioSession session = _test.Open();
        await session.WriteAsync(Pcm(Ramp(240)));
        _test.Output.Render(240).Should().BeTrue();
        _test.Output.Render(240).Should().BeTrue("it starves, and fades");
        _test.Output.Render(240).Should().BeFalse();
        session.Complete();
        _test.Output.FramesPlayed = 240;
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        (await session.Completion).Statistics.FramesPlayed.Should().Be(240);
    }

    [Fact]
    public async Task Cancel_fades_over_five_milliseconds_and_discards_the_rest()
    {
        AudioSession session = _test.Open();
        await session.WriteAsync(Pcm([.. Enumerable.Repeat((short)16384, 4800)]));
        _test.Output.Render(240);
        session.Cancel();
        _test.Output.PlayOut();
        _test.Time.Advance(TimeSpan.FromMilliseconds(10));

        SessionResult result = await session.Completion;
        result.Reason.Should().Be(SessionEndReason.Cancelled);
        result.Statistics.FramesPlayed.Should().Be(480);
        for (int frame = 0; frame < 240; frame++)
            _test.Output.Rendered[2 * (240 + frame)].Should().BeApproximately(0.5f * (239 - frame) / 240f, 1e-6f);
    }

    [Fact]
    public async Task Cancel_while_the_device_stands_still_ends_all_the_same()
    {
        AudioSession session = _test.Open();
        await session.WriteAsync(Pcm(Ramp(4800)));
        session.Cancel();
        _test.Time.Advance(TimeSpan.FromMilliseconds(249));
        session.Completion.IsCompleted.Should().BeFalse();
        _test.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await session.Completion).Reason.Should().Be(SessionEndReason.Cancelled);
        _test.Output.Render(240).Should().BeFalse("it is out of the mix");
    }

    [Fact]
    public async Task The_first_reason_is_the_only_one()
    {
        AudioSession session = _test.Open();
        await session.WriteAsync(Pcm(Ramp(480)));
        session.Cancel(SessionEndReason.Replaced);
        session.Cancel();
        session.Complete();
        _test.Output.PlayOut();
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        (await session.Completion).Reason.Should().Be(SessionEndReason.Replaced);
    }

    [Fact]
    public async Task Pause_and_resume_lose_nothing_and_ramp_both_ways()
    {
        AudioSession session = _test.Open();
        await session.WriteAsync(Pcm([.. Enumerable.Repeat((short)16384, 960)]));
        _test.Output.Render(240);
        session.Pause();
        _test.Output.Render(240).Should().BeTrue("the ramp down sounds");
        _test.Output.Render(240).Should().BeFalse();
        session.State.Should().Be(SessionState.Paused);
        session.Complete();
        session.Resume();
        session.State.Should().Be(SessionState.Draining);
        _test.Output.PlayOut();
        _test.Time.Advance(TimeSpan.FromSeconds(1));

        (await session.Completion).Statistics.FramesPlayed.Should().Be(960);
        _test.Output.Rendered[2 * 479].Should().Be(0f);
        _test.Output.Rendered[2 * 480].Should().BeApproximately(0.5f / 240f, 1e-6f);
        _test.Output.Rendered[2 * 719].Should().Be(0.5f);
    }

    [Fact]
    public async Task A_full_buffer_makes_the_producer_wait_and_nothing_is_lost()
    {
        var test = new TestEngine(options => options.MaxBuffered = TimeSpan.FromMilliseconds(100));
        AudioSession session = test.Open();
        ValueTask write = session.WriteAsync(Pcm(Ramp(9600)));
        write.IsCompleted.Should().BeFalse();
        session.Statistics.Buffered.Should().Be(TimeSpan.FromMilliseconds(100));
        for (int i = 0; i < 40; i++)
        {
            test.Output.Render(240);
            test.Time.Advance(TimeSpan.FromMilliseconds(50));
        }
        await write;
        session.Complete();
        test.Output.PlayOut();
        test.Time.Advance(TimeSpan.FromSeconds(1));

        (await session.Completion).Statistics.FramesPlayed.Should().Be(9600);
        test.Output.Rendered.Where((_, i) => i % 2 == 0)
            .Take(9600)
            .Should()
            .Equal(Enumerable.Range(1, 9600).Select(i => i / 32768f));
    }

    [Fact]
    public async Task Cancel_while_the_producer_waits_lets_it_go()
    {
        var test = new TestEngine(options => options.MaxBuffered = TimeSpan.FromMilliseconds(100));
        AudioSession session = test.Open();
        ValueTask write = session.WriteAsync(Pcm(Ramp(9600)));
        session.Cancel();
        await write;
        Func<Task> again = async () => await session.WriteAsync(Pcm(1));
        test.Time.Advance(TimeSpan.FromSeconds(1));
        (await again.Should().ThrowAsync<AudioException>()).Which.Kind.Should().Be(AudioErrorKind.SessionEnded);
    }

    [Fact]
    public async Task An_empty_pool_is_backpressure_too()
    {
        var test = new TestEngine(options => options.MaxBufferedBytes = 1024 * 1024);
        AudioSession greedy = test.Open();
        AudioSession modest = test.Open();
        ValueTask write = greedy.WriteAsync(Pcm(new short[300_000]));
        write.IsCompleted.Should().BeFalse("262144 samples are all the memory there is");
        ValueTask other = modest.WriteAsync(Pcm(Ramp(100)));
        other.IsCompleted.Should().BeFalse();
        for (int i = 0; i < 100; i++)
        {
            test.Output.Render(4800);
            test.Time.Advance(TimeSpan.FromMilliseconds(100));
        }
        await write;
        await other;
    }

    [Fact]
    public async Task Underruns_are_gaps_inside_the_sound_not_the_silence_behind_it()
    {
        AudioSession session = _test.Open();
        await session.WriteAsync(Pcm(Ramp(240)));
        _test.Output.PlayOut();
        session.Statistics.Underruns.Should().Be(0);
        await session.WriteAsync(Pcm(Ramp(240)));
        _test.Output.Render(240);
        session.Statistics.Underruns.Should().Be(1);
        _test.Output.PlayOut();
        session.Complete();
        _test.Output.FramesPlayed = 1_000;
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        (await session.Completion).Statistics.Underruns.Should().Be(1);
    }

    [Fact]
    public async Task Prefill_holds_the_start_back_until_enough_is_there_or_its_time_is_over()
    {
        var test = new TestEngine(options => options.Prefill = TimeSpan.FromMilliseconds(20));
        AudioSession session = test.Open();
        await session.WriteAsync(Pcm(Ramp(480)));
        test.Output.Render(240).Should().BeFalse();
        await session.WriteAsync(Pcm(Ramp(480)));
        test.Output.Render(240).Should().BeTrue();

        AudioSession little = test.Open();
        test.Output.PlayOut();
        await little.WriteAsync(Pcm(Ramp(48)));
        test.Output.Render(240).Should().BeFalse();
        test.Time.Advance(TimeSpan.FromMilliseconds(20));
        test.Output.Render(240).Should().BeTrue("a sound shorter than the prefill is not held back for ever");
    }

    [Fact]
    public async Task Ttfa_is_measured_by_stage_and_null_before()
    {
        AudioSession session = _test.Open();
        session.Statistics.Ttfa.Should().Be(TimeToFirstAudio.NotMeasured);
        session.MarkArrival(_test.Time.GetTimestamp());
        _test.Time.Advance(TimeSpan.FromMilliseconds(1));
        await session.WriteAsync(Pcm(Ramp(480)));
        _test.Time.Advance(TimeSpan.FromMilliseconds(2));
        _test.Output.Render(240);
        session
            .Statistics.Ttfa.Should()
            .Be(
                new TimeToFirstAudio(
                    Decoded: TimeSpan.FromMilliseconds(1),
                    Mixed: TimeSpan.FromMilliseconds(3),
                    Device: TimeSpan.FromMilliseconds(3)
                )
            );
    }

    [Fact]
    public async Task Another_rate_is_resampled_to_exactly_its_length()
    {
        AudioSession session = _test.Engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(24_000, 1) });
        await session.WriteAsync(Pcm(Ramp(2400)));
        session.Complete();
        _test.Output.PlayOut();
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        (await session.Completion).Statistics.FramesPlayed.Should().Be(2400);
        _test.Output.Rendered.Should().HaveCount(2 * 4800);
    }

    [Fact]
    public void Volume_out_of_range_is_refused()
    {
        AudioSession session = _test.Open();
        foreach (float volume in new[] { -0.1f, 4.1f, float.NaN })
        {
            Action set = () => session.Volume = volume;
            set.Should().Throw<ArgumentOutOfRangeException>();
        }
        session.Volume.Should().Be(1f);
    }

    [Fact]
    public async Task Volume_before_the_first_sample_counts_from_the_first_sample()
    {
        AudioSession session = _test.Open();
        session.Volume = 0.5f;
        await session.WriteAsync(Pcm(16384, 16384));
        _test.Output.Render(2);
        _test.Output.Rendered.Should().Equal(0.25f, 0.25f, 0.25f, 0.25f);
    }
}
