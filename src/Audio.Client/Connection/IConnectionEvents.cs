using Audio.Protocol.V4;

namespace Audio.Client.Connection;

/// <summary>What a connection hears unasked. On its receiving loop, one at a time.</summary>
internal interface IConnectionEvents
{
    void OnFlow(DaemonConnection connection, in V4Flow flow);

    void OnEvent(DaemonConnection connection, V4ServerMessage message);
}
