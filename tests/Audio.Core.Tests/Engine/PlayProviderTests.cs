using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Core.Tests.Mixing;
using Audio.Protocol;
using Audio.Testing.Engines;
using NAudio.Wave;

namespace Audio.Core.Tests.Engine;

/// <summary>
/// Providers of NAudio's that an embedder plays: whatever their code does, it costs their own session alone.
/// </summary>
public sealed class PlayProviderTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TestEngine _test = new();

    [Fact]
    public async Task What_a_provider_gives_is_heard_sample_for_sample_and_completed()
    {
        const int Frames = 40_000; // longer than what the session holds
        var test = new TestEngine(static options => options.MaxBuffered = AudioEngine.ProviderLead);
        AudioSession session = test.Engine.OpenSession(new SessionOptions { Format = AudioFormat.Float32(48_000, 2) });
        var pump = new Thread(new ProviderPump(new ConstantProvider(0.5f, samples: 2 * Frames), session).Run)
        {
            IsBackground = true,
        };
        pump.Start();
        bool sounds,
            isOver;
        do // never while the pump could bring more
        {
            isOver = !pump.IsAlive;
            SpinWait
                .SpinUntil(
                    () => !pump.IsAlive || session.Statistics.FramesReceived - test.Output.Rendered.Count / 2 > 3 * 480,
                    Limit
                )
                .Should()
                .BeTrue();
            sounds = test.Output.Render(480);
            test.Time.Advance(TimeSpan.FromMilliseconds(10)); // the session looks whether there is room
        } while (sounds || !isOver);
        test.Output.FramesPlayed = test.Output.Rendered.Count / 2;
        test.Time.Advance(TimeSpan.FromSeconds(1));

        SessionResult result = await session.Completion.WaitAsync(Limit);

        (result.Reason, result.Statistics.FramesPlayed, result.Statistics.Underruns)
            .Should()
            .Be((SessionEndReason.Completed, Frames, 0));
        test.Output.Rendered[..(2 * Frames)].Should().OnlyContain(static sample => sample == 0.5f);
        test.Output.Rendered[(2 * Frames)..]
            .Should()
            .OnlyContain(static sample => sample == 0f, "what is left of the last period");
    }

    [Fact]
    public async Task Another_rate_and_the_options_are_taken()
    {
        var provider = new ConstantProvider(0.5f, samples: 24_000 / 2)
        {
            WaveFormat = WaveFormat.CreateIeeeFloatWaveFormat(24_000, 1),
        };
        AudioSession session = _test.Engine.Play(
            provider,
            new SessionOptions
            {
                Format = default,
                Id = "music",
                Volume = 0.5f,
            }
        );

        SessionResult result = await PlayOutAsync(session);

        (result.SessionId, result.Reason, result.Statistics.FramesPlayed)
            .Should()
            .Be(("music", SessionEndReason.Completed, 12_000));
        _test.Output.Rendered.Max().Should().BeInRange(0.25f, 0.3f, "it rings at its start");
    }

    [Theory]
    [InlineData(-1), InlineData(3), InlineData(100_000)]
    public async Task A_provider_that_breaks_its_contract_fails_alone(int returned)
    {
        AudioSession other = _test.Open();
        await other.WriteAsync(TestEngine.Pcm(TestEngine.Ramp(10)));
        AudioSession session = _test.Engine.Play(new ScriptedProvider(_ => returned));

        SessionResult result = await PlayOutAsync(session);

        result.Reason.Should().Be(SessionEndReason.Failed);
        result
            .Error.Should()
            .Be(
                $"ScriptedProvider.Read returned {returned} for a buffer of 960 samples with 2 channels; it "
                    + "must return the samples written, a whole number of frames."
            );
        other.State.Should().NotBe(SessionState.Ended);
        other.Complete();
        (await PlayOutAsync(other)).Reason.Should().Be(SessionEndReason.Completed);
    }

    [Fact]
    public async Task A_provider_that_throws_fails_with_its_words()
    {
        SessionResult result = await PlayOutAsync(
            _test.Engine.Play(new ScriptedProvider(_ => throw new InvalidDataException("no frame here")))
        );

        (result.Reason, result.Error).Should().Be((SessionEndReason.Failed, "no frame here"));
    }

    [Fact]
    public async Task A_provider_that_changes_its_format_fails()
    {
        var provider = new ScriptedProvider(static length => length);
        provider.Reading = () => provider.WaveFormat = WaveFormat.CreateIeeeFloatWaveFormat(44_100, 2);

        SessionResult result = await PlayOutAsync(_test.Engine.Play(provider));

        result.Reason.Should().Be(SessionEndReason.Failed);
        result.Error.Should().Contain("changed its format");
    }

    [Fact]
    public void A_provider_that_is_not_float_is_refused() =>
        FluentActions
            .Invoking(() =>
                _test.Engine.Play(
                    new ScriptedProvider(static length => length) { WaveFormat = new WaveFormat(48_000, 16, 2) }
                )
            )
            .Should()
            .Throw<AudioException>()
            .WithMessage("A sample provider must be 32-bit float; this one is Pcm with 16 bits.")
            .Which.Kind.Should()
            .Be(AudioErrorKind.Unsupported);

    [Fact]
    public async Task A_provider_that_blocks_holds_up_nobody_else()
    {
        using var reading = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        AudioSession blocked = _test.Engine.Play(
            new ScriptedProvider(_ =>
            {
                reading.Release();
                goOn.Wait();
                return 0;
            })
        );
        await reading.WaitAsync();

        AudioSession other = _test.Open();
        await other.WriteAsync(TestEngine.Pcm(TestEngine.Ramp(480)));
        other.Complete();

        (await PlayOutAsync(other)).Reason.Should().Be(SessionEndReason.Completed);
        blocked.State.Should().NotBe(SessionState.Ended);
        goOn.Release();
        (await PlayOutAsync(blocked)).Reason.Should().Be(SessionEndReason.Completed, "it had nothing to give");
    }

    [Fact]
    public async Task A_session_that_is_cancelled_reads_its_provider_no_more()
    {
        int reads = 0;
        AudioSession session = _test.Engine.Play(
            new ScriptedProvider(length =>
            {
                Interlocked.Increment(ref reads);
                return length;
            })
        );
        _test.Output.Render(480);
        session.Cancel();

        (await PlayOutAsync(session)).Reason.Should().Be(SessionEndReason.Cancelled);

        Volatile.Read(ref reads).Should().BeLessThan(25, "200 ms are held at the most");
    }

    /// <summary>Renders, as a sink does, until it has ended.</summary>
    private async Task<SessionResult> PlayOutAsync(AudioSession session)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!session.Completion.IsCompleted && TimeProvider.System.GetElapsedTime(start) < Limit)
        {
            if (!_test.Output.Render(480))
                await Task.Yield();
            _test.Output.FramesPlayed = _test.Output.Rendered.Count / 2;
            _test.Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        return await session.Completion.WaitAsync(Limit);
    }

    private sealed class ScriptedProvider(Func<int, int> read) : ISampleProvider
    {
        public Action? Reading { get; set; }

        public WaveFormat WaveFormat { get; set; } = WaveFormat.CreateIeeeFloatWaveFormat(48_000, 2);

        public int Read(Span<float> buffer)
        {
            Reading?.Invoke();
            buffer.Fill(0.1f);
            return read(buffer.Length);
        }
    }
}
