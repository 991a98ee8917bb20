using Audio.Client.Events;
using Microsoft.Extensions.Logging;

namespace Audio.Client;

/// <summary>Tells the user and the log every change of the connection. Any thread.</summary>
internal sealed partial class ConnectionChanges
{
    private readonly LinkState _state;
    private readonly ILogger _logger;

    public ConnectionChanges(LinkState state, ILogger logger)
    {
        _state = state;
        _logger = logger;
        Stream = new EventStream<ConnectionChange>(
            logger,
            replayLast: true,
            static capacity => new AudioEventsMissedException(capacity)
        );
        Stream.Publish(new ConnectionChange(ConnectionState.Disconnected));
    }

    public EventStream<ConnectionChange> Stream { get; }

    /// <summary>Changes the state and tells it; does nothing once the client is closed.</summary>
    public void Move(ConnectionChange change)
    {
        if (_state.TryMove(change.State))
            Tell(change);
    }

    /// <summary>Tells a change of state that was made.</summary>
    public void Tell(ConnectionChange change)
    {
        LogState(_logger, change.State, change.Endpoint, change.Reason);
        Stream.Publish(change);
    }

    [LoggerMessage(
        EventId = LogEvents.ConnectionChanged,
        Level = LogLevel.Information,
        Message = "Connection: {State} {Endpoint} {Reason}"
    )]
    private static partial void LogState(
        ILogger logger,
        ConnectionState state,
        AudioDaemonEndpoint? endpoint,
        string? reason
    );
}
