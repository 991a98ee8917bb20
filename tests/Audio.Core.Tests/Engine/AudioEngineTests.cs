using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Testing.Engines;
using Microsoft.Extensions.DependencyInjection;
using static Audio.Testing.Engines.TestEngine;

namespace Audio.Core.Tests.Engine;

public sealed class AudioEngineTests
{
    [Fact]
    public async Task Sessions_are_mixed()
    {
        var test = new TestEngine();
        AudioSession mono = test.Open();
        AudioSession stereo = test.Open(channels: 2);
        await mono.WriteAsync(Pcm(8192, 8192));
        await stereo.WriteAsync(Pcm(8192, -8192, 16384, 0));
        test.Output.Render(2);
        test.Output.Rendered.Should().Equal(0.5f, 0f, 0.75f, 0.25f);
    }

    [Fact]
    public void A_session_that_is_refused_never_touches_the_one_that_has_its_name()
    {
        var test = new TestEngine();
        var ended = new List<SessionResult>();
        test.Engine.SessionEnded.Subscribe(ended.Add);
        var options = new SessionOptions { Id = "bell", Format = AudioFormat.Pcm16(48_000, 1) };
        AudioSession bell = test.Engine.OpenSession(options);

        FluentActions
            .Invoking(() =>
                test.Engine.OpenSession(
                    options with
                    {
                        Etiquette = new SessionEtiquette { ExpiresAfter = TimeSpan.FromMilliseconds(1) },
                    }
                )
            )
            .Should()
            .Throw<AudioException>()
            .Which.Kind.Should()
            .Be(AudioErrorKind.NameTaken);
        test.Time.Advance(TimeSpan.FromSeconds(1));

        ended.Should().BeEmpty();
        test.Engine.Sessions.Should().Equal(bell);
        bell.Cancel();
        ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Cancelled);
        test.Engine.Sessions.Should().BeEmpty();
    }

    [Fact]
    public async Task When_all_sessions_have_ended_however_they_ended_no_memory_is_held()
    {
        var test = new TestEngine();
        AudioSession[] sessions = [.. Enumerable.Range(0, 6).Select(_ => test.Open())];
        foreach (AudioSession session in sessions)
            await session.WriteAsync(Pcm(Ramp(20_000)));
        test.Engine.BlocksRented.Should().BeGreaterThan(0);
        test.Output.Render(240);
        sessions[0].Complete();
        sessions[1].Cancel();
        sessions[2].Cancel(SessionEndReason.Replaced);
        sessions[3].Complete(SessionEndReason.Disconnected);
        sessions[4].Pause();
        sessions[4].Cancel();
        sessions[5].Pause();
        sessions[5].Resume();
        sessions[5].Complete();
        test.Output.PlayOut();
        test.Time.Advance(TimeSpan.FromSeconds(1));

        (await Task.WhenAll(sessions.Select(session => session.Completion)))
            .Select(result => result.Reason)
            .Should()
            .Equal(
                SessionEndReason.Completed,
                SessionEndReason.Cancelled,
                SessionEndReason.Replaced,
                SessionEndReason.Disconnected,
                SessionEndReason.Cancelled,
                SessionEndReason.Completed
            );
        test.Engine.BlocksRented.Should().Be(0);
    }

    [Fact]
    public async Task A_silent_session_does_not_keep_the_memory_of_its_last_burst()
    {
        var test = new TestEngine();
        AudioSession session = test.Open();
        await session.WriteAsync(Pcm(Ramp(30_000)));
        test.Output.PlayOut();
        test.Engine.BlocksRented.Should().BeLessThanOrEqualTo(1);
    }

    [Fact]
    public void OpenSession_past_the_cap_is_a_typed_error_that_a_retry_helps()
    {
        var test = new TestEngine(options => options.MaxSessions = 1);
        AudioSession first = test.Open();
        Action second = () => test.Open();
        AudioException error = second.Should().Throw<AudioException>().Which;
        error.Kind.Should().Be(AudioErrorKind.TooManySessions);
        error.IsRetryable.Should().BeTrue();
        first.Complete();
        second.Should().NotThrow();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-8000, 1)]
    [InlineData(768_001, 1)]
    [InlineData(48_000, 0)]
    [InlineData(48_000, 9)]
    public void OpenSession_with_a_format_that_cannot_be_played_is_refused(int rate, int channels)
    {
        var test = new TestEngine();
        Action open = () => test.Engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(rate, channels) });
        open.Should().Throw<AudioException>().Which.Kind.Should().Be(AudioErrorKind.Unsupported);
        test.Engine.Sessions.Should().BeEmpty();
    }

    [Theory]
    [InlineData(AudioContainer.Auto, SampleEncoding.PcmS16Be)]
    [InlineData(AudioContainer.Raw, SampleEncoding.PcmS24Be)]
    [InlineData(AudioContainer.Raw, SampleEncoding.MuLaw)]
    public void OpenSession_finds_a_byte_order_only_in_raw_samples_of_16_bits(
        AudioContainer container,
        SampleEncoding encoding
    )
    {
        var test = new TestEngine();
        var options = new SessionOptions
        {
            Format = new AudioFormat(encoding, 8_000, 1),
            Container = container,
            FindsByteOrder = true,
        };

        AudioException error = FluentActions
            .Invoking(() => test.Engine.OpenSession(options))
            .Should()
            .Throw<AudioException>()
            .Which;

        error.Kind.Should().Be(AudioErrorKind.Unsupported);
        error
            .Message.Should()
            .Be("A byte order is found in samples of 16 bits without a container, such as AudioFormat.Pcm16(24_000).");
    }

    [Fact]
    public void OpenSession_with_a_name_that_is_taken_is_refused()
    {
        var test = new TestEngine();
        var options = new SessionOptions { Format = AudioFormat.Pcm16(48_000, 1), Id = "one" };
        test.Engine.OpenSession(options);
        Action again = () => test.Engine.OpenSession(options);
        again.Should().Throw<AudioException>().WithMessage("*one*");
    }

    [Fact]
    public async Task DrainAsync_plays_what_is_held_also_what_is_paused_and_refuses_new_sessions()
    {
        var test = new TestEngine();
        AudioSession playing = test.Open();
        AudioSession paused = test.Open();
        await playing.WriteAsync(Pcm(Ramp(240)));
        await paused.WriteAsync(Pcm(Ramp(240)));
        paused.Pause();
        Task<bool> drained = test.Engine.DrainAsync(TimeSpan.FromSeconds(10));
        Action open = () => test.Open();
        open.Should().Throw<AudioException>().Which.Kind.Should().Be(AudioErrorKind.Closed);
        test.Output.PlayOut();
        test.Time.Advance(TimeSpan.FromSeconds(1));
        (await drained).Should().BeTrue();
        (await playing.Completion).Reason.Should().Be(SessionEndReason.Completed);
        (await paused.Completion).Statistics.FramesPlayed.Should().Be(240);
    }

    [Fact]
    public async Task DrainAsync_past_its_limit_says_that_not_all_was_heard()
    {
        var test = new TestEngine();
        AudioSession session = test.Open();
        await session.WriteAsync(Pcm(Ramp(240)));
        Task<bool> drained = test.Engine.DrainAsync(TimeSpan.FromSeconds(10));
        test.Time.Advance(TimeSpan.FromSeconds(10));
        (await drained).Should().BeFalse();
    }

    [Fact]
    public async Task DisposeAsync_cancels_what_sounds()
    {
        var test = new TestEngine();
        AudioSession session = test.Open();
        await session.WriteAsync(Pcm(Ramp(4800)));
        ValueTask disposed = test.Engine.DisposeAsync();
        test.Time.Advance(TimeSpan.FromSeconds(1));
        await disposed;
        (await session.Completion).Reason.Should().Be(SessionEndReason.Cancelled);
    }

    [Fact]
    public async Task AddAudioEngine_gives_one_engine_with_its_options()
    {
        await using ServiceProvider services = new ServiceCollection()
            .AddAudioEngine(options => options.Sink = options.Sink with { Sink = "null" })
            .AddAudioEngine(options => options.MaxSessions = 1)
            .BuildServiceProvider();
        AudioEngine engine = services.GetRequiredService<AudioEngine>();
        engine.Should().BeSameAs(services.GetRequiredService<AudioEngine>());
        engine.Start();
        engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(48_000, 1) });
        Action second = () => engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(48_000, 1) });
        second.Should().Throw<AudioException>();
    }

    [Fact]
    public void Create_with_an_option_out_of_its_range_names_it()
    {
        Action create = () => AudioEngine.Create(options => options.MaxBuffered = TimeSpan.Zero);
        create
            .Should()
            .Throw<AudioException>()
            .WithMessage("MaxBuffered is between 100 ms and 10 min; it is 00:00:00.");
    }
}
