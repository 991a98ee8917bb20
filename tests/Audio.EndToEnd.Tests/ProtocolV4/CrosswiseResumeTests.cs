using System.Text.Json;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.ProtocolV4;

/// <summary>Connections of the real process that resume each other at the same time.</summary>
public sealed class CrosswiseResumeTests(WavDaemonFixture fixture) : IClassFixture<WavDaemonFixture>
{
    private const int Rounds = 150;

    [Fact]
    public async Task Connections_that_resume_each_other_are_all_told_and_one_of_them_goes_on()
    {
        var random = new Random(15);
        for (int round = 0; round < Rounds; round++)
        {
            var ring = new V4Client[2 + round % 2];
            for (int i = 0; i < ring.Length; i++)
                ring[i] = await V4Client.ConnectAsync(fixture.Daemon.Process);

            // All at once, in an order that differs from round to round.
            int[] order = [.. Enumerable.Range(0, ring.Length)];
            random.Shuffle(order);
            await Task.WhenAll(
                order.Select(i => Task.Run(() => ResumeAsync(ring[i], ring[(i + 1) % ring.Length].Token)))
            );

            bool[] open = await Task.WhenAll(ring.Select(IsOpenAsync));
            open.Should().Contain(true, $"somebody was the last to resume in round {round}");
            foreach (V4Client client in ring)
                await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_session_follows_the_connections_that_resume_each_other()
    {
        for (int round = 0; round < 40; round++)
        {
            await using V4Client first = await V4Client.ConnectAsync(fixture.Daemon.Process);
            await using V4Client second = await V4Client.ConnectAsync(fixture.Daemon.Process);
            await using V4Client third = await V4Client.ConnectAsync(fixture.Daemon.Process);
            string id = $"follows-{round}";
            await first.StartAsync(id);

            await Task.WhenAll(ResumeAsync(second, first.Token), ResumeAsync(third, second.Token));

            // Only one of their tokens still has it: that of whoever has resumed it last, or its own.
            var found = new List<string>();
            foreach (string token in new[] { first.Token, second.Token, third.Token })
            {
                await using V4Client last = await V4Client.ConnectAsync(fixture.Daemon.Process);
                await ResumeAsync(last, token);
                JsonElement answer = await NextReplyAsync(last);
                if (Json.Type(answer) != "resumed" || answer.GetProperty("sessions").GetArrayLength() == 0)
                    continue;
                found.Add(answer.GetProperty("sessions")[0].GetProperty("sessionId").GetString()!);
                await last.AskAsync($$"""{"type":"cancel_session","sessionId":"{{id}}"}""", "session_stopped");
            }
            found.Should().Equal([id], $"round {round}");
        }
    }

    private static Task ResumeAsync(V4Client client, string token) =>
        client.Socket.SendTextAsync($$"""{"type":"resume","token":"{{token}}"}""").AsTask();

    /// <summary>Reads the answer, and whether another follows, or the daemon has closed it.</summary>
    private static async Task<bool> IsOpenAsync(V4Client client)
    {
        await client.Socket.SendTextAsync("""{"type":"ping"}""");
        while (true)
        {
            RawFrame frame = await client.Socket.ReceiveAsync();
            if (frame.OpCode == RawOpCode.Close)
            {
                frame.CloseCode.Should().Be(4001);
                return false;
            }
            if (Json.Type(Json.Parse(frame.Text)) == "pong")
                return true;
        }
    }

    private static async Task<JsonElement> NextReplyAsync(V4Client client)
    {
        while (true)
        {
            JsonElement message = Json.Parse((await client.Socket.ReceiveAsync()).Text);
            if (Json.Type(message) is "resumed" or "error")
                return message;
        }
    }
}
