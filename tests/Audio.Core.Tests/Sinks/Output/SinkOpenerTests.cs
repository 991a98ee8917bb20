using Audio.Core.Sinks;
using Audio.Core.Sinks.Output;

namespace Audio.Core.Tests.Sinks.Output;

/// <summary>The choice of a sink alone.</summary>
public sealed class SinkOpenerTests
{
    private readonly FakeSinkFactory _factory = new();

    [Fact]
    public void OpenFirst_AutoAndTheFirstDeviceIsNotThere_TakesTheNextAndSaysWhatItTried()
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
    public void OpenFirst_AutoAndNoDevice_IsTheNullSinkThatSaysSo()
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
    public void OpenFirst_ANamedSinkThatIsNotThere_ThrowsAndTriesNoOther()
    {
        Make("pulse").Invoking(opener => opener.OpenFirst()).Should().Throw<SinkException>().WithMessage("no server.");
        _factory.Attempts.Should().Equal(new SinkSelection(SinkKind.Pulse));
    }

    [Fact]
    public void TryOpenDevice_None_IsNullAndTriesNoNullSink()
    {
        var tried = new List<TriedSink>();
        Make("auto").TryOpenDevice(tried).Should().BeNull();
        _factory.Attempts.Should().Equal(SinkSelection.Devices);
        tried.Should().HaveSameCount(SinkSelection.Devices);
    }

    [Fact]
    public void Open_NullThatWasAskedFor_IsIntended() =>
        Make("null").OpenFirst().Life.Inaudible.Should().Be(Inaudibility.NullSink);

    [Fact]
    public void OpenStandIn_Any_SaysWhatItStandsInFor()
    {
        var why = Inaudibility.Lost("gone.");
        SinkLife life = Make("pulse").OpenStandIn(why);
        (life.IsStandIn, life.Inaudible, life.Sink.Name).Should().Be((true, why, "null"));
    }

    private SinkOpener Make(string sink) => new(SinkSelection.Parse(sink), _factory, new TestSource(), () => { });
}
