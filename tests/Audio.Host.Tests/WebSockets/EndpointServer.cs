using System.Net;
using Audio.Host.Http.Play;
using Audio.Host.Http.Problems;
using Audio.Host.Transports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Host.Tests.WebSockets;

/// <summary>
/// A rig's endpoints behind the real web server: real clients reach an engine in virtual time over real sockets.
/// </summary>
internal sealed class EndpointServer : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;

    private EndpointServer(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.Single()).Port;

    public static async Task<EndpointServer> StartAsync(EndpointRig rig)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseSockets(static sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var play = new PlayEndpoint(
            rig.Test.Engine,
            rig.Clients,
            rig.Options,
            rig.Test.Time,
            NullLogger<PlayEndpoint>.Instance
        );
        WebApplication app = builder.Build();
        app.Use(
            static (context, next) =>
            {
                ObservedUpgrade.Observe(context.Features);
                return next(context);
            }
        );
        app.UseWebSockets();
        app.Run(context =>
            context.Request.Path == "/v1/play"
                ? ApiResponses.AnswerAsync(context, () => play.ServeAsync(context))
                : rig.Endpoint.ServeAsync(context)
        );
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new EndpointServer(app);
    }

    /// <summary>Waits for a condition that another thread brings about.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(Limit, what);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
