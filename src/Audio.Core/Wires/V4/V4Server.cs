using System.IO.Pipelines;
using Audio.Core.Wires.Transports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Core.Wires.V4;

/// <summary>
/// Serves version 4 of the protocol for an engine: binary chunk frames, many sessions per connection, and sessions that
/// outlive a cut connection. One per engine. Any thread.
/// </summary>
public sealed class V4Server
{
    // Immutable.
    private readonly V4Context _context;

    // Any thread.
    private long _lastNumber;

    /// <summary>Creates a server.</summary>
    /// <param name="engine">The engine that plays; started and disposed by its owner.</param>
    /// <param name="options">Limits and the resume window; <see langword="null"/>: the defaults.</param>
    /// <param name="time">The engine's clock; <see langword="null"/>: the system's.</param>
    /// <param name="loggers">Where it logs; <see langword="null"/>: nowhere.</param>
    /// <exception cref="AudioException">An option is out of its range.</exception>
    public V4Server(
        IWireEngine engine,
        V4ServerOptions? options = null,
        TimeProvider? time = null,
        ILoggerFactory? loggers = null
    )
    {
        options ??= new V4ServerOptions();
        options.Validate();
        time ??= TimeProvider.System;
        ILogger logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger("Audio.V4");
        _context = new V4Context(engine, options, time, logger, new V4ResumeRegistry(options, time, logger));
    }

    /// <summary>Accepts a connection; run it next.</summary>
    /// <param name="transport">What carries its messages.</param>
    /// <param name="clientId">
    /// The name of its client; <see langword="null"/>: <c>client_N</c>, numbered by this server.
    /// </param>
    public V4Connection Accept(IMessageTransport transport, string? clientId = null) =>
        new(_context, transport, clientId ?? $"client_{Interlocked.Increment(ref _lastNumber)}");

    /// <summary>
    /// Serves a client at the other end of a byte stream: a Unix socket, TCP, a named pipe, or a pipe in this process.
    /// </summary>
    /// <param name="pipe">The stream; this completes it.</param>
    /// <returns>Completes when the connection is over.</returns>
    public async Task ServeAsync(IDuplexPipe pipe)
    {
        var transport = new PipeTransport(pipe, _context.Options.MaxMessageBytes);
        try
        {
            await Accept(transport).RunAsync().ConfigureAwait(false);
        }
        finally
        {
            await transport.CompleteAsync().ConfigureAwait(false);
        }
    }
}
