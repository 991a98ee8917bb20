using System.Net;
using System.Net.Sockets;
using Audio.Core.Wires.Transports;
using Audio.Host.Options;
using Audio.Host.Running;
using Audio.Host.V4;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Audio.Cli.Daemon.Connections;

/// <summary>
/// Kestrel's sockets with as many connections as the process has descriptors for. Not for Windows, which has no such
/// limit.
/// </summary>
internal sealed class GuardedTransport : IConnectionListenerFactory, IDisposable
{
    /// <summary>Beyond the clients, and the plays over HTTP, which have the same limit: for pages.</summary>
    private const int SpareConnections = 64;

    private const int KeptPlaces = 4;

    private readonly PortClaim _claim;
    private readonly LocalSocket? _local;
    private readonly DescriptorBudget _budget;
    private readonly TimeProvider _time;
    private readonly ConnectionShortage _shortage;
    private readonly ListenerPlaces _atPort;
    private readonly ListenerPlaces _atSocket;
    private readonly SocketConnectionContextFactory _factory = new(
        new SocketConnectionFactoryOptions
        {
            UnsafePreferInlineScheduling = true, // see InlineSockets
            MaxReadBufferSize = TurnReader.MaxAheadBytes,
        },
        Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance
    );

    private GuardedTransport(
        PortClaim claim,
        LocalSocket? local,
        int places,
        DescriptorBudget budget,
        TimeProvider time,
        Serilog.ILogger log
    )
    {
        (_claim, _local, _budget, _time) = (claim, local, budget, time);
        _shortage = new ConnectionShortage(budget, log, time);
        _atPort = new ListenerPlaces(places, KeptPlaces, budget, _shortage, time);
        _atSocket = new ListenerPlaces(places, 0, budget, _shortage, time);
        _shortage.Watch(() => _atPort.HasRoom && _atSocket.HasRoom);
    }

    /// <summary>Lowers the limit of clients to what there are descriptors for.</summary>
    public static DaemonOptions Fit(DaemonOptions options, DescriptorBudget budget, Serilog.ILogger log)
    {
        int clients = budget.PerListener(options.MaxClients);
        if (clients >= options.MaxClients)
            return options;
        log.Warning(
            "{Limit} file descriptors allow {Clients} clients, not {Wanted}: raise the limit (ulimit -n)",
            budget.Limit,
            clients,
            options.MaxClients
        );
        return options with { MaxClients = clients };
    }

    /// <summary>Makes the web server accept by these rules.</summary>
    public static void Use(
        IWebHostBuilder web,
        DaemonOptions options,
        PortClaim claim,
        LocalSocket? local,
        DescriptorBudget budget,
        TimeProvider time,
        Serilog.ILogger log
    )
    {
        if (OperatingSystem.IsWindows())
            return;
        int places = budget.PerListener(2 * options.MaxClients + SpareConnections);
        web.ConfigureServices(services =>
        {
            services.AddSingleton<IConnectionListenerFactory>(
                new GuardedTransport(claim, local, places, budget, time, log)
            );
            services.PostConfigure<KestrelServerOptions>(kestrel =>
            {
                kestrel.Limits.MaxConcurrentConnections = null; // the listeners count
                kestrel.Limits.MaxConcurrentUpgradedConnections = places;
            });
        });
        web.ConfigureKestrel(kestrel =>
            kestrel.ConfigureEndpointDefaults(listen =>
            {
                if (listen.IPEndPoint is not null)
                    listen.Use(next => FirstWords.Before(next, time));
            })
        );
    }

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        bool isLocal = endpoint is UnixDomainSocketEndPoint;
        Socket socket = isLocal ? _local!.Socket! : _claim.SocketOf(endpoint);
        return ValueTask.FromResult<IConnectionListener>(
            new GuardedListener(
                socket,
                socket.AcceptAsync,
                isLocal ? _atSocket : _atPort,
                _budget,
                _factory,
                _shortage,
                _time
            )
        );
    }

    public void Dispose()
    {
        _shortage.Dispose();
        _factory.Dispose();
    }
}
