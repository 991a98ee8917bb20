using Audio.Protocol.V4;

namespace Audio.Client.Connection;

/// <summary>Something to ask the daemon.</summary>
internal interface IRequest
{
    /// <summary>The message as it is to be sent now. Called once for each connection that it is sent on.</summary>
    V4ClientMessage ToSend(string requestId);

    /// <summary>Takes the reply. Runs on the receiving loop, before the next message is read.</summary>
    void Complete(DaemonConnection connection, V4Reply reply);
}
