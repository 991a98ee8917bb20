using static Audio.Core.Tests.Wires.V2.JsonRig;

namespace Audio.Core.Tests.Wires.V2;

/// <summary>How clients of version 2 and 3 are told apart, and what both are told before.</summary>
public sealed class JsonDialectsTests
{
    private readonly JsonRig _rig = new();

    [Fact]
    public void A_client_that_says_nothing_is_greeted_for_both_versions()
    {
        JsonRig.RigClient client = _rig.Connect();

        client.Wait(1499).Should().BeEmpty();
        client
            .Wait(1)
            .Should()
            .Equal(
                """{"type":"status","clientId":"client_1","connected":true,"sessionActive":false,"sessionStats":null"""
                    + ""","timestamp":1795985116500,"data":{"state":"idle","bufferUtilization":0,"audioPosition":0"""
            );
        client.Wait(60_000).Should().BeEmpty("no heartbeat comes before the version is known");
        client.Dialects.Version.Should().Be(0);
    }

    [Theory]
    [InlineData("""{"type":"ping","timestamp":1}""")]
    [InlineData("""{"type":"control"}""")]
    public void A_client_that_has_said_something_is_not_greeted(string message)
    {
        JsonRig.RigClient client = _rig.Connect();
        client.Say(message);

        client.Wait(9_000).Should().BeEmpty();
    }

    [Fact]
    public void The_greeting_waits_for_a_message_that_has_arrived()
    {
        JsonRig.RigClient client = _rig.Connect();
        client.HasMore = true;
        client.Wait(5_000).Should().BeEmpty();
        client.HasMore = false;
        client.Say("""{"type":"stop"}""").Should().BeEmpty();
        client.Wait(5_000).Should().BeEmpty();
    }

    [Fact]
    public void Version_3_answers_until_the_version_is_known()
    {
        JsonRig.RigClient client = _rig.Connect();

        client
            .Say("nonsense", """{"type":"welcome"}""")
            .Should()
            .HaveCount(2)
            .And.AllSatisfy(answer => answer.Should().StartWith("""{"type":"error","error":"""));
        client.Dialects.Version.Should().Be(0);
        client.Say("""{"type":"heartbeat"}""").Should().ContainSingle().Which.Should().Contain("\"heartbeat\"");
        client.Dialects.Version.Should().Be(2);
    }

    [Fact]
    public void Version_3_refuses_what_version_2_says()
    {
        JsonRig.RigClient client = _rig.Connect();
        client.Say("""{"type":"ping"}""");
        client.Dialects.Version.Should().Be(3);

        client
            .Say(Control("play"))
            .Should()
            .Equal("""{"type":"error","error":"Unknown message type","timestamp":1795985115000}""");
        client.Say(Chunk(1, 2)).Should().BeEmpty("there is no session");
        _rig.Test.Engine.Sessions.Should().BeEmpty();
    }

    [Fact]
    public void A_message_comes_in_pieces_once_its_beginning_tells_version_2()
    {
        JsonRig.RigClient client = _rig.Connect();

        client.Dialects.ComesInPieces("{\"type\":\"audio_ch"u8.ToArray()).Should().BeFalse();
        client.Dialects.ComesInPieces("""{"type":"audio_chunk","data":{"""u8.ToArray()).Should().BeTrue();

        JsonRig.RigClient other = _rig.Connect();
        other.Dialects.ComesInPieces("""{"type":"audio_chunk","chunk":"AAAA","""u8.ToArray()).Should().BeFalse();
        other.Dialects.Version.Should().Be(3);
    }
}
