using Audio.Core.Engine;
using Audio.Core.Sinks;
using Audio.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Sinks.Output;

/// <summary>
/// <see cref="AudioEngineOptions.CreateSink"/>: a sink of the embedder's own, through the public surface.
/// </summary>
public sealed class OwnSinkTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<FakeSink> _made = [];

    [Fact]
    public async Task Start_plays_to_it_and_disposes_it_in_the_end()
    {
        SinkOptions? given = null;
        AudioEngine engine = Create(options => given = options);
        _made.Should().BeEmpty("nothing is made before the start");
        engine.Start();

        given!.SampleRate.Should().Be(48_000);
        engine
            .Output.Should()
            .Match<OutputStatus>(status =>
                status.State == OutputState.Open && status.Sink == "mine" && status.Reason == "As configured."
            );
        await engine.DisposeAsync();
        _made.Should().ContainSingle().Which.IsDisposed.Should().BeTrue();
    }

    [Fact]
    public async Task Lost_a_new_one_is_made_when_its_time_has_come()
    {
        await using AudioEngine engine = Create();
        engine.Start();
        _made[0].Fault("pulled.");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        engine
            .Output.Should()
            .Match<OutputStatus>(status => status.State == OutputState.Reopening && status.Reason == "pulled.");
        _made[0].IsDisposed.Should().BeTrue();

        _time.Advance(TimeSpan.FromMilliseconds(100));
        engine.Output.State.Should().Be(OutputState.Open);
        _made.Should().HaveCount(2);
    }

    [Fact]
    public async Task Lost_while_it_cannot_be_made_is_tried_again()
    {
        bool broken = false;
        await using AudioEngine engine = Create(_ =>
        {
            if (broken)
                throw new InvalidOperationException("no such device.");
        });
        engine.Start();
        broken = true;
        _made[0].Fault("pulled.");
        _time.Advance(TimeSpan.FromMilliseconds(150));
        engine
            .Output.Should()
            .Match<OutputStatus>(status =>
                status.State == OutputState.Reopening && status.Reason == "CreateSink created no sink: no such device."
            );

        broken = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        engine.Output.State.Should().Be(OutputState.Open);
    }

    [Fact]
    public async Task Another_format_is_refused_and_disposed()
    {
        await using AudioEngine engine = Create(rate: 44_100);

        engine
            .Invoking(e => e.Start())
            .Should()
            .Throw<SinkException>()
            .WithMessage(
                $"mine takes {AudioFormat.Float32(48_000, 2)}, but the mixer gives "
                    + $"{AudioFormat.Float32(44_100, 2)}: *"
            )
            .Which.Fault.Should()
            .Be(SinkErrorKind.Configuration);
        _made[0].IsDisposed.Should().BeTrue();
    }

    [Fact]
    public async Task Start_throws_anything_is_a_sink_that_does_not_open()
    {
        await using AudioEngine engine = Create(refusal: new IOException("busy"));

        engine
            .Invoking(e => e.Start())
            .Should()
            .Throw<SinkException>()
            .WithMessage("mine cannot be opened: busy")
            .Which.IsRetryable.Should()
            .BeTrue();
        _made[0].IsDisposed.Should().BeTrue();
    }

    private AudioEngine Create(Action<SinkOptions>? creating = null, int rate = 48_000, Exception? refusal = null) =>
        AudioEngine.Create(
            options =>
            {
                options.Sink = new SinkOptions { SampleRate = rate };
                options.CreateSink = given =>
                {
                    creating?.Invoke(given);
                    _made.Add(new FakeSink("mine") { Refusal = refusal });
                    return _made[^1];
                };
            },
            _time
        );
}
