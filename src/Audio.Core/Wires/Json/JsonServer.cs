using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Core.Wires.Transports;
using Audio.Core.Wires.V2;
using Microsoft.Extensions.Logging;

namespace Audio.Core.Wires.Json;

/// <summary>
/// Serves clients of version 2 and 3, which speak JSON and are told apart by what they say. Any thread.
/// </summary>
public sealed class JsonServer
{
    /// <summary>Creates the server.</summary>
    /// <param name="engine">The engine that plays.</param>
    /// <param name="options">How clients are served.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public JsonServer(AudioEngine engine, JsonServerOptions options, TimeProvider time, ILogger logger)
    {
        Engine = engine;
        Options = options;
        Time = time;
        Logger = logger;
        V2 = new V2Server(engine, options.V2, options.MaxMessageBytes, time);
    }

    /// <summary>The sessions of a client that have not ended.</summary>
    internal IEnumerable<AudioSession> SessionsOf(IWireClient client) =>
        Engine.Sessions.Where(session => session.Owner == client.Id);

    internal AudioEngine Engine { get; }

    internal JsonServerOptions Options { get; }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    internal V2Server V2 { get; }

    /// <summary>Accepts a client; call <see cref="JsonConnection.RunAsync"/> next.</summary>
    /// <param name="client">The client.</param>
    /// <param name="transport">
    /// Its messages; the caller disposes it after <see cref="JsonConnection.RunAsync"/>.
    /// </param>
    public JsonConnection Accept(IWireClient client, IPieceTransport transport) => new(this, client, transport);
}
