using Audio.Core.Sessions;
using Audio.Protocol.V4;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Wires.V4;

/// <summary>A version 4 client that pauses more than it may have loses the longest paused, and is told.</summary>
public sealed class V4PausedMemoryTests
{
    private readonly V4Rig _rig = new(configure: static options => options.MaxBufferedBytes = 1 << 20);

    [Fact]
    public async Task The_longest_paused_expires_with_a_reason_and_the_connection_goes_on()
    {
        V4RawClient client = await _rig.ConnectAsync();
        Task sending = Task.CompletedTask;
        foreach (string id in (string[])["first", "second"])
        {
            await sending;
            V4SessionStarted started = await client.StartAsync(id);
            await client.SayAsync(new V4PauseSession { SessionId = id });
            await V4Rig.UntilAsync(() => Find(id)?.State == SessionState.Paused);
            await ReadAsync<V4SessionChanged>(client);
            sending = client.SendAsync(started.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(50_000)));
        }
        await V4Rig.UntilAsync(() =>
        {
            _rig.Test.Time.Advance(TimeSpan.FromMilliseconds(100));
            return Find("first") is null && Find("second") is { BytesReceived: 100_000 };
        });

        await sending;
        V4SessionEnded ended = await ReadAsync<V4SessionEnded>(client);
        await client.SayAsync(new V4Ping());
        await ReadAsync<V4Pong>(client);

        (ended.SessionId, ended.Reason).Should().Be(("first", "expired"));
        ended.Error.Should().StartWith("The session was silenced, and others needed the memory of its sound;");
        _rig.Test.Engine.BlocksRented.Should().BeLessThanOrEqualTo(32, "that is a quarter");
    }

    private AudioSession? Find(string id) => _rig.Test.Engine.Sessions.FirstOrDefault(session => session.Id == id);

    /// <summary>The next message of this kind.</summary>
    private static async Task<T> ReadAsync<T>(V4RawClient client)
        where T : V4ServerMessage
    {
        while (true)
        {
            V4ServerMessage? message = await client.NextAsync();
            message.Should().NotBeNull();
            if (message is T read)
                return read;
        }
    }
}
