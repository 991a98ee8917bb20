using System.Net;
using System.Net.Sockets;
using Audio.Core.Engine;
using Audio.Core.Sinks;
using Audio.Core.Wires.Transports;
using Audio.Host.Http;
using Audio.Host.Options;
using Audio.Host.State;
using Audio.Host.Transports;
using Audio.Host.V4;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Serilog;
using Serilog.Core;

namespace Audio.Host.Running;

/// <summary>Assembles the daemon: the engine, its clients, and the web server on the claimed port.</summary>
internal static class DaemonApplication
{
    /// <summary>The time that stopping may take after the drain, to close clients and devices.</summary>
    private static readonly TimeSpan ShutdownGrace = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Sessions per client: it has one, but those it replaced or stopped are still playing to their end.
    /// </summary>
    private const int SessionsPerClient = 4;

    /// <summary>
    /// Connections beyond the allowed clients and plays: for /health, /status, and for refusing further clients.
    /// </summary>
    private const int SpareConnections = 64;

    private const long MaxRequestBytes = 1024 * 1024;

    /// <summary>
    /// Builds the application without starting it. Without a file, bus volumes are not saved; the process may configure
    /// how its web server accepts connections.
    /// </summary>
    public static WebApplication Build(
        DaemonOptions options,
        DaemonIdentity identity,
        PortClaim claim,
        LocalSocket? local,
        TimeProvider time,
        Logger log,
        BusFile? buses = null,
        Action<IWebHostBuilder>? accepting = null,
        CancellationToken stop = default
    )
    {
        // Empty, so that ASP.NET reads no files or variables and only the daemon's own options count.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = "Audio.Host", ContentRootPath = AppContext.BaseDirectory }
        );
        AddServer(builder.WebHost, options, claim, local, accepting);

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
        services.AddRequestGuard().AddCors();
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
        app.UseBodyLimit();
        app.UseRequestGuard();
        app.UseCrossOrigin();
        app.MapAudioClients();
        app.Lifetime.ApplicationStopping.Register(claim.Dispose);
        app.Lifetime.ApplicationStopping.Register(() => local?.Dispose());
        return app;
    }

    /// <summary>Opens the output device.</summary>
    /// <exception cref="DaemonException">The device cannot be opened.</exception>
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

    private static void AddServer(
        IWebHostBuilder web,
        DaemonOptions options,
        PortClaim claim,
        LocalSocket? local,
        Action<IWebHostBuilder>? accepting
    )
    {
        web.UseKestrelCore();
        if (OperatingSystem.IsWindows())
            web.UseNamedPipes(); // by default only for this user
        web.UseSockets(sockets =>
        {
            sockets.CreateBoundListenSocket = endPoint =>
                endPoint is UnixDomainSocketEndPoint ? local!.Socket! : claim.SocketOf(endPoint);
            sockets.UnsafePreferInlineScheduling = true; // see InlineSockets
            sockets.MaxReadBufferSize = TurnReader.MaxAheadBytes;
        });
        accepting?.Invoke(web); // before the endpoints, whose defaults it may set
        web.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // twice, because plays over HTTP have the same limit as clients
            kestrel.Limits.MaxConcurrentConnections = 2 * options.MaxClients + SpareConnections;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes; // for bodies other than sound, which have no limit
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            foreach (IPEndPoint endPoint in claim.EndPoints)
            {
                kestrel.Listen(endPoint, static listen =>
                {
                    listen.Protocols = HttpProtocols.Http1;
                    ConnectionTurns.Use(listen);
                });
            }

            if (local is { Socket: not null })
                kestrel.ListenUnixSocket(local.Path, ServeLocal);
            else if (local is not null)
                kestrel.ListenNamedPipe(local.Path, ServeLocal);
        });
    }

    private static void ServeLocal(ListenOptions listen)
    {
        ConnectionTurns.Use(listen);
        listen.UseConnectionHandler<LocalSocketHandler>();
    }
}
