using System.Net;
using System.Net.Sockets;
using System.Text;
using Audio.Host.Tests.WebSockets;

namespace Audio.Host.Tests.Http;

/// <summary>A body that is completely available, read through the real web server in pieces of 4 KiB.</summary>
public sealed class WholeBodyStartTests
{
    [Fact]
    public async Task A_body_of_a_high_rate_does_not_sound_before_what_is_there_was_read()
    {
        var rig = new EndpointRig();
        await using EndpointServer server = await EndpointServer.StartAsync(rig);
        var atFirst = new List<TimeSpan>();
        TimeSpan? first = null;
        rig.Test.Output.Woken = () => first ??= rig.Test.Engine.Sessions.FirstOrDefault()?.Statistics.Buffered;

        for (int i = 0; i < 20; i++)
        {
            first = null;
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(
                new IPEndPoint(IPAddress.Loopback, server.Port),
                TestContext.Current.CancellationToken
            );
            byte[] body = new byte[48_000]; // 27.8 ms; all of it goes out in one piece
            byte[] request =
            [
                .. Encoding.ASCII.GetBytes(
                    "POST /v1/play?rate=96000&channels=6&bits=24 HTTP/1.1\r\nHost: "
                        + $"localhost:{server.Port}\r\nContent-Length: {2 * body.Length}\r\n\r\n"
                ),
                .. body,
            ];
            await socket.SendAsync(request, TestContext.Current.CancellationToken);
            await EndpointServer.UntilAsync(() => first is not null, "it sounds though the rest has not come");
            atFirst.Add(first!.Value);
            socket.Close();
            await EndpointServer.UntilAsync(() => PlayedOut(rig), "it ends");
        }

        // 4 KiB are 2.4 ms, less than one period of the device.
        atFirst.Should().OnlyContain(held => held >= TimeSpan.FromMilliseconds(15));
    }

    private static bool PlayedOut(EndpointRig rig)
    {
        rig.PlayOut();
        return rig.Test.Engine.Sessions.Count == 0;
    }
}
