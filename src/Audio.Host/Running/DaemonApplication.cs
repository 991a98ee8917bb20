using System.Net;
using System.Net.Sockets;
using Audio.Core.Engine;
using Audio.Core.Sinks;
using Audio.Host.Http;
using Audio.Host.Options;
using Audio.Host.State;
using Audio.Host.V4;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Serilog;
using Serilog.Core;

namespace Audio.Host.Running;

/// <summary>Puts the daemon together: the engine, its clients, and the web server on the claimed port.</summary>
internal static class DaemonApplication
{
    /// <summary>What stopping takes beyond playing to the end: closing clients and devices.</summary>
    private static readonly TimeSpan ShutdownGrace = TimeSpan.FromSeconds(3);

    /// <summary>A client has one session, but those it replaced or stopped still play to their end.</summary>
    private const int SessionsPerClient = 4;

    /// <summary>
    /// Connections beyond the clients and plays that may be: for /health, /status, and for telling one too many that it
    /// is one.
    /// </summary>
    private const int SpareConnections = 64;

    private const long MaxRequestBytes = 1024 * 1024;

    /// <summary>Builds it; nothing runs yet. Without a file the volumes of its buses are not kept.</summary>
    public static WebApplication Build(
        DaemonOptions options,
        DaemonIdentity identity,
        PortClaim claim,
        LocalSocket? local,
        TimeProvider time,
        Logger log,
        BusFile? buses = null,
        CancellationToken stop = default
    )
    {
        // Empty: nothing is read from files or variables but what the daemon's own options say.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = "Audio.Host", ContentRootPath = AppContext.BaseDirectory }
        );
        AddServer(builder.WebHost, options, claim, local);

        IServiceCollection services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(identity);
        services.AddSingleton(time);
        services.AddSerilog(log);
        services.AddRouting();
        services.AddSingleton<IHostLifetime>(provider => new SignalLifetime(
            provider.GetRequiredService<IHostApplicationLifetime>(),
            stop
        ));
        services.Configure<HostOptions>(o => o.ShutdownTimeout = options.DrainLimit + ShutdownGrace);
        services.AddRequestGuard();
        services.AddSingleton(
            Microsoft.Extensions.Options.Options.Create(
                options.Engine with
                {
                    MaxChunkBytes = options.MaxMessageBytes,
                    MaxSessions = options.MaxClients * SessionsPerClient,
                }
            )
        );
        services.AddAudioEngine();
        services.AddSingleton(provider => new BusSettings(
            provider.GetRequiredService<AudioEngine>(),
            buses,
            provider.GetRequiredService<ILogger<BusSettings>>()
        ));
        services.AddAudioClients();

        WebApplication app = builder.Build();
        app.UseRequestGuard();
        app.MapAudioClients();
        app.Lifetime.ApplicationStopping.Register(claim.Dispose);
        app.Lifetime.ApplicationStopping.Register(() => local?.Dispose());
        return app;
    }

    /// <summary>Opens the loudspeaker.</summary>
    /// <exception cref="DaemonException">It cannot be opened.</exception>
    public static AudioEngine StartEngine(WebApplication app)
    {
        AudioEngine engine = app.Services.GetRequiredService<AudioEngine>();
        try
        {
            engine.Start();
            return engine;
        }
        catch (SinkException e)
        {
            throw new DaemonException($"The loudspeaker cannot be opened: {e.Message}", e);
        }
    }

    private static void AddServer(IWebHostBuilder web, DaemonOptions options, PortClaim claim, LocalSocket? local)
    {
        web.UseKestrelCore();
        if (OperatingSystem.IsWindows())
            web.UseNamedPipes(); // for this user alone, by default
        web.UseSockets(sockets =>
        {
            sockets.CreateBoundListenSocket = endPoint =>
                endPoint is UnixDomainSocketEndPoint ? local!.Socket! : claim.SocketOf(endPoint);
            sockets.UnsafePreferInlineScheduling = true; // see InlineSockets
        });
        web.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // as many again may play by HTTP
            kestrel.Limits.MaxConcurrentConnections = 2 * options.MaxClients + SpareConnections;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes; // of what is no sound; a body of sound has no limit
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            foreach (IPEndPoint endPoint in claim.EndPoints)
                kestrel.Listen(endPoint, listen => listen.Protocols = HttpProtocols.Http1);
            if (local is { Socket: not null })
            {
                kestrel.ListenUnixSocket(local.Path, static listen =>
                    listen.UseConnectionHandler<LocalSocketHandler>()
                );
            }
            else if (local is not null)
            {
                kestrel.ListenNamedPipe(local.Path, static listen => listen.UseConnectionHandler<LocalSocketHandler>());
            }
        });
    }
}
