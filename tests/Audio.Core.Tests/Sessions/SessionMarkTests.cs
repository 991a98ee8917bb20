using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Testing.Engines;
using static Audio.Testing.Engines.TestEngine;

namespace Audio.Core.Tests.Sessions;

/// <summary>Marks are told when the device has played their sample: not before, in their order, each once.</summary>
public sealed class SessionMarkTests
{
    private readonly TestEngine _test = new();
    private readonly List<string> _heard = [];

    [Fact]
    public async Task A_mark_is_told_when_its_sample_was_heard()
    {
        AudioSession session = Open();
        await session.WriteAsync(Pcm(Ramp(480)));
        session.Mark(new SessionMark(2 * 100, "100"));
        session.Mark(new SessionMark(0, "0"));
        session.Mark(new SessionMark((2 * 99) + 1, "99"));
        session.Mark(new SessionMark(2 * 100, "100 again"));
        _test.Output.Render(240);
        _heard.Should().BeEmpty("nothing was heard yet");

        Hear(1);
        _heard.Should().Equal("0");
        Hear(99);
        _heard.Should().Equal("0");
        Hear(100);
        _heard.Should().Equal("0", "99");
        Hear(101);
        _heard.Should().Equal("0", "99", "100", "100 again");
    }

    [Fact]
    public async Task A_mark_of_what_was_heard_is_told_at_once_and_one_of_what_is_to_come_later()
    {
        AudioSession session = Open();
        session.Mark(new SessionMark(2 * 250, "later"));
        await session.WriteAsync(Pcm(Ramp(240)));
        _test.Output.PlayOut();
        session.Mark(new SessionMark(2 * 239, "past"));
        _heard.Should().Equal("past");
        _test.Time.Advance(TimeSpan.FromSeconds(5));
        await session.WriteAsync(Pcm(Ramp(240)));
        _test.Output.Render(240);
        Hear(480 + 10);
        _heard.Should().Equal("past");
        Hear(480 + 11);
        _heard.Should().Equal(["past", "later"], "5 ms of fading lie between, which are none of the stream's");
    }

    [Fact]
    public async Task The_end_of_the_stream_can_be_marked_and_what_lies_beyond_is_never_told()
    {
        AudioSession session = Open();
        await session.WriteAsync(Pcm(Ramp(240)));
        session.Mark(new SessionMark(2 * 240, "end"));
        session.Mark(new SessionMark(2 * 241, "beyond"));
        session.Complete();
        _test.Output.Render(480);
        Hear(239);
        _heard.Should().BeEmpty();
        Hear(240);
        _heard.Should().Equal("end");
        session.Completion.IsCompleted.Should().BeTrue();
        FluentActions
            .Invoking(() => session.Mark(new SessionMark(0, "late")))
            .Should()
            .Throw<AudioException>()
            .Which.Kind.Should()
            .Be(AudioErrorKind.SessionEnded);
    }

    [Theory]
    [
        InlineData(8_000),
        InlineData(16_000),
        InlineData(22_050),
        InlineData(24_000),
        InlineData(44_100),
        InlineData(48_000),
        InlineData(96_000)
    ]
    public async Task The_end_of_an_open_stream_is_told_when_it_is_heard_and_played_reaches_received(int rate)
    {
        AudioSession session = _test.Engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(rate, 1) });
        using IDisposable watch = session.Events.Subscribe(Note);
        byte[] sound = Pcm(Ramp(rate / 50 * 3));
        foreach (string name in new[] { "first", "second" })
        {
            await session.WriteAsync(sound);
            await session.WriteAsync(new byte[1]); // half a sample belongs to what comes next
            session.Mark(new SessionMark(session.BytesReceived, name));
            session.Mark(new SessionMark(session.BytesReceived + 1, "beyond"));
            long frames = sound.Length / 2 + (name == "second" ? 1 : 0); // the sample whose two halves stand around it
            long end = _test.Output.Rendered.Count / 2 + (frames * 48_000L + rate - 1) / rate;
            while (_test.Output.Render(240))
            {
                // Until all has sounded and faded.
            }

            _test.Output.FramesPlayed = end - 10;
            _test.Time.Advance(TimeSpan.FromMilliseconds(100));
            _heard.Should().NotContain(name);
            session.PlayedUpTo().Should().BeLessThan(session.BytesReceived);
            _test.Output.FramesPlayed = end;
            _test.Time.Advance(TimeSpan.FromMilliseconds(1));
            _heard.Should().EndWith(name);
            session.PlayedUpTo().Should().Be(session.BytesReceived);
            _test.Output.FramesPlayed = _test.Output.Rendered.Count / 2;
            _test.Time.Advance(TimeSpan.FromSeconds(5));
            await session.WriteAsync(new byte[1]);
        }

        _heard.Should().Equal("first", "beyond", "second");
    }

    [Fact]
    public async Task A_cancel_tells_the_marks_in_front_of_the_silence_whose_frame_is_the_one_reported()
    {
        AudioSession session = Open();
        await session.WriteAsync(Pcm(Ramp(4_800)));
        session.Mark(new SessionMark(2 * 719, "last"));
        session.Mark(new SessionMark(2 * 720, "silent"));
        _test.Output.Render(480);
        session.Cancel();
        _test.Output.Render(480);
        Hear(960);
        session.Completion.IsCompleted.Should().BeTrue();
        session.Completion.Result.Statistics.FramesPlayed.Should().Be(720);
        _heard.Should().Equal("last");
        float[] left = [.. _test.Output.Rendered.Where(static (_, i) => i % 2 == 0)];
        Array
            .FindLastIndex(left, static sample => sample != 0f)
            .Should()
            .Be(718, "the ramp's last frame, 719, has the gain 0; from 720 on there is nothing");
    }

    [Fact]
    public async Task While_paused_nobody_looks_and_a_resume_goes_on()
    {
        AudioSession session = Open();
        await session.WriteAsync(Pcm(Ramp(4_800)));
        session.Mark(new SessionMark(2 * 1_000, "1000"));
        _test.Output.Render(240);
        session.Pause();
        _test.Output.Render(480);
        Hear(720);
        _test.Time.Advance(TimeSpan.FromMinutes(1));
        session.Resume();
        _test.Output.Render(720);
        Hear(_test.Output.Rendered.Count / 2);
        _heard.Should().Equal("1000");
    }

    [Fact]
    public async Task An_offset_is_of_the_stream_whatever_the_rate_of_the_mix()
    {
        AudioSession session = _test.Engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(24_000, 1) });
        using IDisposable watch = session.Events.Subscribe(Note);
        await session.WriteAsync(Pcm(Ramp(2_400)));
        session.Mark(new SessionMark(2 * 120, "120"));
        _test.Output.Render(480);
        Hear(240);
        _heard.Should().BeEmpty();
        Hear(242);
        _heard.Should().Equal("120");
    }

    [Fact]
    public async Task Marks_past_the_cap_are_a_typed_error_that_a_retry_helps()
    {
        AudioSession session = Open();
        for (int i = 0; i < 1_024; i++)
            session.Mark(new SessionMark(2 * 100, "m"));
        FluentActions
            .Invoking(() => session.Mark(new SessionMark(0, "m")))
            .Should()
            .Throw<AudioException>()
            .Where(static e => e.Kind == AudioErrorKind.TooManyMarks && e.IsRetryable);
        await session.WriteAsync(Pcm(Ramp(240)));
        _test.Output.PlayOut();
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        _heard.Should().HaveCount(1_024);
        session.Mark(new SessionMark(0, "m"));
    }

    [Fact]
    public void A_mark_that_is_none_is_refused()
    {
        AudioSession session = Open();
        FluentActions
            .Invoking(() => session.Mark(new SessionMark(-1, "m")))
            .Should()
            .Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => session.Mark(new SessionMark(0, ""))).Should().Throw<ArgumentException>();
        FluentActions
            .Invoking(() => session.Mark(new SessionMark(0, new string('m', 257))))
            .Should()
            .Throw<ArgumentException>();
    }

    private AudioSession Open()
    {
        AudioSession session = _test.Open();
        session.Events.Subscribe(Note);
        return session;
    }

    private void Note(SessionEvent happened)
    {
        if (happened.Kind == SessionEventKind.MarkHeard)
            _heard.Add(happened.Mark!.Value.Name);
    }

    /// <summary>The device has played so many frames of the mix, and time goes on till everybody has looked.</summary>
    private void Hear(long frames)
    {
        _test.Output.FramesPlayed = frames;
        _test.Time.Advance(TimeSpan.FromMilliseconds(100));
    }
}
