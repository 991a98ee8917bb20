using Audio.Protocol.V4;

namespace Audio.Client.Connection;

/// <summary>Takes what the daemon says unasked. Called on the connection's receiving loop, one message at a time.</summary>
internal interface IConnectionEvents
{
    void OnFlow(in V4Flow flow);

    void OnEvent(DaemonConnection connection, V4ServerMessage message);
}
