using Audio.Protocol.V4;

namespace Audio.Client.Connection;

/// <summary>The ping of <see cref="KeepAlive"/>, which takes any message for an answer, not only the reply.</summary>
internal sealed class PingRequest : IRequest
{
    public V4ClientMessage ToSend(string requestId) => new V4Ping { RequestId = requestId };

    public void Complete(DaemonConnection connection, V4Reply reply) { }
}
