using Audio.Protocol.V4;

namespace Audio.Client.Connection;

/// <summary>The ping of <see cref="KeepAlive"/>, which counts every message as an answer, not the reply alone.</summary>
internal sealed class PingRequest : IRequest
{
    public V4ClientMessage ToSend(string requestId) => new V4Ping { RequestId = requestId };

    public void Complete(DaemonConnection connection, V4Reply reply) { }
}
