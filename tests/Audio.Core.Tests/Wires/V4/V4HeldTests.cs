using Audio.Core.Sessions;
using Audio.Core.Wires.Transports;
using Audio.Protocol;
using Audio.Protocol.V4;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Wires.V4;

/// <summary>Clients that die while a full session holds their connection back, so that nobody reads it.</summary>
public sealed class V4HeldTests
{
    private const int Blocks = 128;
    private const int FrameSamples = 20_000;

    private readonly V4Rig _rig = new(configure: options =>
    {
        options.MaxBufferedBytes = Blocks * 8 * 1024;
        options.MaxBacklogTotalBytes = 1024 * 1024;
    });

    [Fact]
    public async Task Its_paused_session_ends_when_the_window_is_over_and_its_connection_too()
    {
        (V4RawClient client, _) = await HeldAsync();
        await PauseAsync();

        client.Connection!.PeerIsGone();
        client.Connection.PeerIsGone();
        _rig.Test.Time.Advance(TimeSpan.FromSeconds(29));
        _rig.Ended.Should().BeEmpty("it may still come back");
        _rig.Test.Time.Advance(TimeSpan.FromSeconds(2));
        await V4Rig.UntilAsync(() =>
        {
            _rig.Test.Time.Advance(TimeSpan.FromSeconds(1)); // for its fade, which nobody renders
            return _rig.Ended.Count > 0;
        });

        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Disconnected);
        _rig.Test.Engine.BlocksRented.Should().Be(Blocks * 4 / 5, "only the other one's are left");
        await V4Rig.UntilAsync(() =>
        {
            _rig.Test.Time.Advance(Outbox.CloseLimit);
            return client.Served.IsCompleted;
        });
    }

    [Fact]
    public async Task Its_session_goes_on_where_it_comes_back_within_the_window()
    {
        (V4RawClient client, Task sending) = await HeldAsync();
        await PauseAsync();
        client.Connection!.PeerIsGone();
        _rig.Test.Time.Advance(TimeSpan.FromSeconds(20));

        V4RawClient back = await _rig.ConnectAsync();
        V4Resumed resumed = await back.AskAsync<V4Resumed>(new V4Resume { Token = client.Welcome.ResumeToken });
        _rig.Test.Time.Advance(TimeSpan.FromSeconds(20));
        await V4Rig.UntilAsync(() => sending.IsCompleted);

        resumed.Sessions.Should().ContainSingle().Which.State.Should().Be("paused");
        _rig.Ended.Should().BeEmpty("its client is here");
    }

    [Fact]
    public async Task What_it_had_sent_and_nobody_had_read_yet_is_heard()
    {
        (V4RawClient client, Task sending) = await HeldAsync();

        client.Connection!.PeerIsGone();
        for (int i = 0; i < 3_000 && _rig.Ended.Count == 0; i++)
        {
            _rig.Test.Output.Render(240);
            _rig.Test.Output.FramesPlayed += 240;
            _rig.Test.Time.Advance(TimeSpan.FromMilliseconds(5));
            if (i % 100 == 0)
                await V4Rig.UntilAsync(() => sending.IsCompleted || _rig.Test.Engine.BlocksRented > Blocks / 2);
        }

        SessionResult result = _rig.Ended.Should().ContainSingle().Subject;
        (result.Reason, result.Statistics.FramesPlayed).Should().Be((SessionEndReason.Completed, 16 * FrameSamples));
    }

    private Task PauseAsync()
    {
        AudioSession full = _rig.Test.Engine.Sessions.Single(static session => session.Id == "full");
        full.Pause();
        return V4Rig.UntilAsync(() => full.State == SessionState.Paused);
    }

    /// <summary>
    /// A client that has sent more than there is memory for, although it has less than its share: the rest is used.
    /// </summary>
    private async Task<(V4RawClient Client, Task Sending)> HeldAsync()
    {
        AudioSession other = _rig.Test.Engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(48_000, 1) });
        await other.WriteAsync(new byte[(Blocks * 4 / 5) * 2048 * sizeof(short)]);
        while (_rig.Test.Engine.BacklogBlocks.TryRent() is not null)
        {
            // Nothing can wait in bytes either.
        }

        var client = V4RawClient.Accepted(_rig.Server);
        client.Welcome = await client.ExpectAsync<V4Welcome>();
        V4SessionStarted full = await client.StartAsync("full");
        Task sending = SendAllAsync();
        await V4Rig.UntilAsync(() => _rig.Test.Engine.BlocksRented == Blocks);
        return (client, sending);

        async Task SendAllAsync()
        {
            byte[] samples = TestEngine.Pcm(TestEngine.Ramp(FrameSamples));
            for (int i = 0; i < 16; i++)
                await client.SendAsync(full.Handle, samples.Length * i, samples, end: i == 15);
        }
    }
}
