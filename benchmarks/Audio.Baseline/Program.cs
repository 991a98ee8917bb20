using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using Audio.Baseline;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

if (args is not [var rate] || !int.TryParse(rate, CultureInfo.InvariantCulture, out int sampleRate))
{
    Console.Error.WriteLine(
        "usage: Audio.Baseline RATE    plays 16-bit mono from one WebSocket after the other; "
            + "says on which port it listens"
    );
    return 2;
}

WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
await using WebApplication app = builder.Build();
using var output = new SimpleStream(sampleRate);
app.UseWebSockets();
app.Run(async context =>
{
    using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
    byte[] buffer = new byte[64 * 1024];
    try
    {
        while (
            await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted)
                is { MessageType: WebSocketMessageType.Binary } message
        )
        {
            output.Write(buffer.AsSpan(0, message.Count));
        }
    }
    catch (WebSocketException)
    {
        // The client has gone.
    }
});
await app.StartAsync();
IServerAddressesFeature listening = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
Console.WriteLine($"listens on port {new Uri(listening.Addresses.First()).Port}");
await app.WaitForShutdownAsync();
return 0;
