using Audio.Core.Sessions;
using Audio.Core.Wires.V4;
using Audio.Protocol;
using Audio.Protocol.V4;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Wires.V4;

/// <summary>A session that nobody ever sends sound to does not stay.</summary>
public sealed class V4FirstByteTests
{
    private readonly V4Rig _rig = new(new V4ServerOptions { InactiveTimeout = TimeSpan.FromMinutes(5) });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_without_a_byte_expires_and_its_client_is_told_why(bool paused)
    {
        V4RawClient client = await _rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("empty");
        await client.SendAsync(started.Handle, 0, []);
        if (paused)
        {
            await client.SayAsync(new V4PauseSession { SessionId = "empty" });
            await V4Rig.UntilAsync(() => _rig.Test.Engine.Sessions.Single().State == SessionState.Paused);
            await client.ExpectAsync<V4Paused>();
            await client.ExpectAsync<V4SessionChanged>();
        }
        _rig.Test.Time.Advance(TimeSpan.FromMinutes(4.9));
        _rig.Ended.Should().BeEmpty();
        _rig.Test.Time.Advance(TimeSpan.FromMinutes(0.1));

        V4SessionEnded ended = await client.ExpectAsync<V4SessionEnded>();
        ended.Reason.Should().Be("expired");
        ended
            .Error.Should()
            .Be("Nothing was sent for 300 s after the session was opened; open another one when there is sound.");
        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Expired);
    }

    [Fact]
    public async Task One_byte_is_enough_to_stay()
    {
        V4RawClient client = await _rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("slow");
        await client.SendAsync(started.Handle, 0, [1]);
        await _rig.UntilReceivedAsync("slow", 1);

        _rig.Test.Time.Advance(TimeSpan.FromHours(1));
        await client.SendAsync(started.Handle, 1, TestEngine.Pcm(TestEngine.Ramp(480))[1..], end: true);
        await _rig.UntilStreamEndsAsync("slow");
        _rig.PlayOut();

        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Completed);
    }
}
