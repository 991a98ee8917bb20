using Audio.Protocol.V4;

namespace Audio.Client.Connection;

/// <summary>
/// Receives what the daemon says unasked, on the receiving loop of the connection, one message at a time.
/// </summary>
internal interface IConnectionEvents
{
    void OnFlow(in V4Flow flow);

    void OnEvent(DaemonConnection connection, V4ServerMessage message);
}
