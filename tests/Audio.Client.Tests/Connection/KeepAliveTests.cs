using Audio.Client.Tests.Fakes;
using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Connection;

/// <summary>A daemon that answers no more though its connection stands.</summary>
public sealed class KeepAliveTests
{
    [Fact]
    public async Task After_10_s_of_silence_it_is_asked_and_after_5_more_the_client_comes_back()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        await rig.Clock.WaitForTimerAsync(TimeSpan.FromSeconds(10));
        rig.Clock.Advance(TimeSpan.FromSeconds(10));
        await rig.Connection.ExpectAsync<V4Ping>();
        rig.Clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        rig.Client.State.Should().Be(ConnectionState.Connected);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Answer([FakeConnection.Status("s", 1, 0)]));
        await second.SayEndedAsync("s");

        (await session.Completion.Within()).Reason.Should().Be(SessionEndReason.Completed);
    }

    [Fact]
    public async Task One_that_answers_is_kept()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        await rig.Clock.WaitForTimerAsync(TimeSpan.FromSeconds(10));

        for (int i = 0; i < 3; i++)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(i == 0 ? 10 : 5));
            V4Ping ping = await rig.Connection.ExpectAsync<V4Ping>();
            await rig.Connection.SayAsync(new V4Pong(0) { RequestId = ping.RequestId });
            await PingAsync(rig); // behind which the answer has been heard
            rig.Clock.Advance(TimeSpan.FromSeconds(5));
            rig.Client.State.Should().Be(ConnectionState.Connected);
        }
        await PingAsync(rig);
    }

    private static async Task PingAsync(ClientRig rig)
    {
        Task<TimeSpan> ping = rig.Client.PingAsync();
        V4Ping asked = await rig.Connection.ExpectAsync<V4Ping>();
        await rig.Connection.SayAsync(new V4Pong(0) { RequestId = asked.RequestId });
        await ping.Within();
    }
}
