using Audio.Core.Sessions;
using Audio.Protocol;
using static Audio.Host.Tests.V3.DialectRig;

namespace Audio.Host.Tests.V3;

/// <summary>A version 3 client is told why its paused session has ended.</summary>
public sealed class V3ExpiryTests
{
    private readonly DialectRig _rig = new(static options => options.MaxBufferedBytes = 1 << 20);

    [Fact]
    public async Task A_paused_session_whose_memory_is_needed_expires_and_its_client_reads_why()
    {
        _rig.Say(StartPcm16);
        _rig.Say(Chunk(new byte[400_000]));
        _rig.Test.Engine.Sessions.Single().Pause();
        AudioSession other = _rig.Test.Open();
        Task written = other.WriteAsync(new byte[200_000]).AsTask();
        written.IsCompleted.Should().BeFalse("what the paused session holds is missing");

        for (int i = 0; i < 10; i++)
            _rig.Pass(100);

        await written;
        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Expired);
        (await _rig.Replies.NextAsync(TestContext.Current.CancellationToken))
            .Should()
            .StartWith("""{"type":"error",""")
            .And.Contain(
                "The session was silenced, and others needed the memory of its sound; send it again when it is to play."
            );
    }
}
