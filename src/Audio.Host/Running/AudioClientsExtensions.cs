using Audio.Core.Engine;
using Audio.Core.Wires.Json;
using Audio.Core.Wires.Transports;
using Audio.Host.Clients;
using Audio.Host.Http;
using Audio.Host.Http.Status;
using Audio.Host.Options;
using Audio.Host.Reports;
using Audio.Host.Transports;
using Audio.Host.V3;
using Audio.Host.V4;
using Audio.Host.WebSockets;

namespace Audio.Host.Running;

/// <summary>Registers everything that serves clients: the WebSocket endpoint and the status pages.</summary>
internal static class AudioClientsExtensions
{
    public static IServiceCollection AddAudioClients(this IServiceCollection services)
    {
        services.AddSingleton<ClientRegistry>();
        services.AddSingleton<V3Endpoint>();
        services.AddSingleton(ServerOf);
        services.AddSingleton<WebSocketEndpoint>();
        services.AddSingleton(static provider => MemoryOf(provider.GetRequiredService<DaemonOptions>()));
        services.AddV4();
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<StatusReporter>();
        services.AddHttpApi();
        services.AddHostedService<InactivitySweeper>();
        services.AddHostedService<OrderlyShutdown>();
        return services;
    }

    private static JsonServer ServerOf(IServiceProvider provider) =>
        new(
            provider.GetRequiredService<AudioEngine>(),
            provider.GetRequiredService<DaemonOptions>().Json,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<JsonServer>>()
        );

    private static MessageMemory MemoryOf(DaemonOptions options) =>
        new(options.MaxMessageBytes, options.MaxMessagesBytes);

    public static void MapAudioClients(this WebApplication app)
    {
        // created now, so that it remembers from the first session on
        app.Services.GetRequiredService<EndedSessions>();
        app.Use(
            static (context, next) =>
            {
                ObservedUpgrade.Observe(context.Features);
                return next(context);
            }
        );
        app.UseRoutingOfSafeMethods();
        app.UseStatusAnswers();
        app.UseProblems();
        app.UseWebSockets();
        // as in version 2, except where a path means something else
        app.UseWhen(
            static context =>
                context.WebSockets.IsWebSocketRequest
                && context.GetEndpoint() is null
                && !HttpApiExtensions.IsApi(context.Request.Path),
            static sockets =>
                sockets.Run(static c => c.RequestServices.GetRequiredService<WebSocketEndpoint>().ServeAsync(c))
        );
        app.Map("/", (HttpContext context, WebSocketEndpoint endpoint) => endpoint.ServeAsync(context))
            .ExcludeFromDescription();
        app.MapStatus();
        app.MapHttpApi();
    }
}
