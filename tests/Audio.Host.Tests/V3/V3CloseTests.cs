using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Testing.Engines;
using static Audio.Host.Tests.V3.DialectRig;

namespace Audio.Host.Tests.V3;

/// <summary>What is played after a version 3 client has closed its connection or vanished.</summary>
public sealed class V3CloseTests
{
    private readonly DialectRig _rig = new();

    [Fact]
    public async Task CloseAsync_in_order_plays_to_the_end_and_completes()
    {
        _rig.Say(StartPcm16);
        _rig.Say(Chunk(TestEngine.Ramp(480)));

        await _rig.Dialect.CloseAsync(inOrder: true);

        _rig.Ended.Should().BeEmpty();
        _rig.PlayOut();
        _rig.Heard().Take(480).Should().Equal(TestEngine.Ramp(480));
        SessionResult end = _rig.Ended.Should().ContainSingle().Which;
        (end.Reason, end.Statistics.FramesPlayed).Should().Be((SessionEndReason.Completed, 480L));
    }

    [Fact]
    public async Task CloseAsync_vanished_plays_to_the_end_and_is_disconnected()
    {
        _rig.Say(StartPcm16);
        _rig.Say(Chunk(TestEngine.Ramp(480)));

        await _rig.Dialect.CloseAsync(inOrder: false);

        _rig.Ended.Should().BeEmpty();
        _rig.PlayOut();
        _rig.Heard().Take(480).Should().Equal(TestEngine.Ramp(480));
        SessionResult end = _rig.Ended.Should().ContainSingle().Which;
        (end.Reason, end.Statistics.FramesPlayed).Should().Be((SessionEndReason.Disconnected, 480L));
    }

    [Theory]
    [InlineData(true, SessionEndReason.Completed)]
    [InlineData(false, SessionEndReason.Disconnected)]
    public async Task CloseAsync_session_that_never_sounded_ends_at_once(bool inOrder, SessionEndReason reason)
    {
        _rig.Say(StartPcm16);

        await _rig.Dialect.CloseAsync(inOrder);

        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(reason);
        _rig.Test.Engine.Sessions.Should().BeEmpty();
    }

    [Fact]
    public async Task CloseAsync_without_a_session_gives_the_memory_of_its_messages_back()
    {
        var rig = new DialectRig(static options => options.TrimAfter = TimeSpan.FromSeconds(10));
        _ = GC.AllocateUninitializedArray<byte>(32 * 1024 * 1024); // as its messages would
        long before = GC.GetGCMemoryInfo(GCKind.FullBlocking).Index;

        await rig.Dialect.CloseAsync(inOrder: true);
        rig.Pass(10_000);

        GC.GetGCMemoryInfo(GCKind.FullBlocking).Index.Should().BeGreaterThan(before);
    }

    [Fact]
    public async Task CloseAsync_after_the_stop_changes_nothing()
    {
        _rig.Say(StartPcm16);
        _rig.Say(Chunk(1, 2, 3));
        _rig.Say("""{"type":"stop_session"}""");

        await _rig.Dialect.CloseAsync(inOrder: false);
        _rig.PlayOut();

        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Completed);
    }
}
