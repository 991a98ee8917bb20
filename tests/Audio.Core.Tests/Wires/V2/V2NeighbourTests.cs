using Audio.Core.Wires.V2;
using Audio.Protocol;
using Audio.Testing.Engines;
using static Audio.Core.Tests.Wires.V2.JsonRig;

namespace Audio.Core.Tests.Wires.V2;

/// <summary>What version 2 clients do to each other, and what they never do to others.</summary>
public sealed class V2NeighbourTests
{
    private readonly JsonRig _rig = new();

    [Fact]
    public void Two_at_once_are_isolated_with_own()
    {
        var rig = new JsonRig(V2Stop.Own);
        JsonRig.RigClient first = rig.Connect();
        JsonRig.RigClient second = rig.Connect();
        first.Say(Control("stop"), Control("play"), Chunk(1000, 1000, 1000));
        second.Say(Control("stop"), Control("play"), Chunk(10, 20, 30));

        rig.Test.Output.Render(3);

        rig.Heard().Take(3).Should().Equal((short)1010, (short)1020, (short)1030);
        second.Say(Control("stop"));
        second.Wait(50).Should().ContainSingle();
        first.Sent.Take().Should().BeEmpty("the other's messages are not for it");
        rig.Test.Engine.Sessions.Should().Contain(session => session.Owner == "client_1");
    }

    [Fact]
    public void With_all_the_second_speech_silences_the_first_and_tells_it()
    {
        JsonRig.RigClient first = _rig.Connect();
        JsonRig.RigClient second = _rig.Connect();
        first.Say(Control("play"), Chunk(TestEngine.Ramp(30_000)));
        _rig.Test.Output.Render(480);

        second.Say(Control("stop"), Control("play"), Chunk(5, 6, 7)).Should().HaveCount(1);
        _rig.Test.Output.Render(480);

        first.Wait(50).Should().ContainSingle().Which.Should().Contain("\"state\":\"idle\"");
        first.Say(Chunk(TestEngine.Ramp(1000))).Should().BeEmpty("the rest of what was silenced");
        _rig.Pass(250);
        _rig.Test.Engine.Sessions.Select(session => session.Owner).Should().NotContain("client_1");
        first.Say(Control("play")).Should().ContainSingle().Which.Should().Contain("\"state\":\"playing\"");
        first.Say(Chunk(8));
        _rig.Test.Engine.Sessions.Select(session => session.Owner).Should().Contain("client_1");
    }

    [Fact]
    public void The_end_of_what_was_silenced_is_idle_and_not_completed()
    {
        JsonRig.RigClient first = _rig.Connect();
        first.Say(Control("play"), Chunk(1, 2, 3));
        _rig.Connect().Say(Control("play"));

        first.Say(Chunk(4, 5, 6), Control("end_stream")).Should().BeEmpty();
        first.Wait(50).Should().ContainSingle().Which.Should().Contain("\"state\":\"idle\"");
    }

    [Fact]
    public void Sessions_of_other_versions_are_never_silenced()
    {
        JsonRig.RigClient third = _rig.Connect();
        third.Say(
            """{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":48000,"channels":1,"bitDepth":16}}"""
        );

        _rig.Connect().Say(Control("stop"), Control("play"), Control("stop"));

        _rig.Ended.Select(end => end.Owner).Should().NotContain("client_1");
        _rig.Test.Engine.Sessions.Should().Contain(session => session.Owner == "client_1");
    }

    [Fact]
    public async Task A_client_that_vanishes_is_heard_to_its_end_and_another_can_still_silence_it()
    {
        JsonRig.RigClient first = _rig.Connect();
        first.Say(Control("play"), Chunk(TestEngine.Ramp(480)));
        await first.Dialects.CloseAsync(inOrder: false);
        _rig.PlayOut();
        _rig.Heard().Take(480).Should().Equal(TestEngine.Ramp(480));
        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Disconnected);

        JsonRig.RigClient second = _rig.Connect();
        second.Say(Control("play"), Chunk(TestEngine.Ramp(30_000)));
        await second.Dialects.CloseAsync(inOrder: false);
        _rig.Connect().Say(Control("stop"));
        _rig.PlayOut();
        _rig.Ended.Should().HaveCount(2).And.Contain(end => end.Reason == SessionEndReason.Cancelled);
    }
}
