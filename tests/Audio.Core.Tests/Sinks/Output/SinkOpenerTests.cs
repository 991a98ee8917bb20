using Audio.Core.Sinks;
using Audio.Core.Sinks.Output;

namespace Audio.Core.Tests.Sinks.Output;

/// <summary>The choice of a sink alone.</summary>
public sealed class SinkOpenerTests
{
    private readonly FakeSinkFactory _factory = new();

    [Fact]
    public void OpenFirst_auto_and_the_first_device_is_not_there_takes_the_next_and_says_what_it_tried()
    {
        _factory.Refusal = "There is no server: start one.";
        _factory.There.Add(SinkKind.PortAudio);
        OpenedSink opened = Make("auto").OpenFirst();
        opened.Selection.Kind.Should().Be(SinkKind.PortAudio);
        opened.Life.Inaudible.Should().BeNull();
        opened.Tried[0].Should().Be(new TriedSink("pulse", "There is no server: start one."));
        opened.Reason.Should().StartWith("pulse: There is no server").And.NotContain("start one");
    }

    [Fact]
    public void OpenFirst_auto_and_no_device_is_the_null_sink_that_says_so()
    {
        OpenedSink opened = Make("auto").OpenFirst();
        opened.Selection.Kind.Should().Be(SinkKind.Null);
        opened.Life.Inaudible.Should().Be(Inaudibility.NoDevice);
        opened
            .Tried.Select(sink => sink.Sink)
            .Should()
            .Equal(SinkSelection.Devices.Select(device => device.ToString()));
    }

    [Fact]
    public void OpenFirst_a_named_sink_that_is_not_there_throws_and_tries_no_other()
    {
        Make("pulse").Invoking(opener => opener.OpenFirst()).Should().Throw<SinkException>().WithMessage("no server.");
        _factory.Attempts.Should().Equal(new SinkSelection(SinkKind.Pulse));
    }

    [Fact]
    public void TryOpenDevice_none_is_null_and_tries_no_null_sink()
    {
        var tried = new List<TriedSink>();
        Make("auto").TryOpenDevice(tried).Should().BeNull();
        _factory.Attempts.Should().Equal(SinkSelection.Devices);
        tried.Should().HaveSameCount(SinkSelection.Devices);
    }

    [Fact]
    public void Open_null_that_was_asked_for_is_intended() =>
        Make("null").OpenFirst().Life.Inaudible.Should().Be(Inaudibility.NullSink);

    [Fact]
    public void OpenStandIn_any_says_what_it_stands_in_for()
    {
        var why = Inaudibility.Lost("gone.");
        SinkLife life = Make("pulse").OpenStandIn(why);
        (life.IsStandIn, life.Inaudible, life.Sink.Name).Should().Be((true, why, "null"));
    }

    private SinkOpener Make(string sink) => new(SinkSelection.Parse(sink), _factory, new TestSource(), () => { });
}
