using System.Globalization;
using Audio.Hostile.Wires;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.V4;

namespace Audio.Soak.Clients;

/// <summary>
/// A version 4 client written by hand. It notes every session that it is given and every ending that it is told, and
/// holds the daemon to the protocol: each request is answered, each session ends once. One thread.
/// </summary>
internal sealed class V4Peer : IDisposable
{
    private readonly Turn _turn;
    private readonly Dictionary<string, PeerSession> _sessions = [];
    private int _requests;

    private V4Peer(Turn turn, ClientWire wire)
    {
        _turn = turn;
        Wire = wire;
    }

    /// <summary>Its connection.</summary>
    public ClientWire Wire { get; }

    /// <summary>What takes its sessions over.</summary>
    public string Token { get; private set; } = "";

    /// <summary>Its sessions, also those that have ended.</summary>
    public IReadOnlyCollection<PeerSession> Sessions => _sessions.Values;

    /// <summary>Whether it resumes a session that somebody else has paused.</summary>
    public bool KeepsPlaying { get; set; } = true;

    /// <summary>Connects.</summary>
    /// <param name="turn">The client.</param>
    /// <param name="isLocal">Whether it uses the local socket.</param>
    public static V4Peer Open(Turn turn, bool isLocal)
    {
        ClientWire wire;
        try
        {
            wire = isLocal
                ? LocalWire.Open(turn.Target.SocketPath)
                : WebSocketWire.Open(turn.Target.Port, V4Wire.Subprotocol);
        }
        catch (IOException e)
        {
            throw new ConnectionOver(e.Message);
        }
        var peer = new V4Peer(turn, wire);
        try
        {
            peer.Token = peer.Next(Turn.Patience) switch
            {
                V4Welcome welcome => welcome.ResumeToken,
                V4Error error => throw new ConnectionOver(error.Error),
                var other => throw new SoakFault($"The first message was {other?.Type ?? "none"}, not welcome."),
            };
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and waits for its reply; handles what comes before it.</summary>
    public V4ServerMessage Ask(V4ClientMessage request)
    {
        string id = (_requests++).ToString(CultureInfo.InvariantCulture);
        Wire.Say(V4ClientMessages.Write(request with { RequestId = id }));
        long began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (Next(Turn.Patience) is { } message)
            {
                if (message is not V4Reply { RequestId: { } answered } || answered != id)
                    continue;
                return message;
            }
            if (TimeProvider.System.GetElapsedTime(began) >= Turn.Patience)
                throw new SoakFault($"There is no reply to {request.Type} after {Turn.Patience.TotalSeconds:0} s.");
        }
    }

    /// <summary>Starts a session.</summary>
    /// <returns><see langword="null"/> if it was refused.</returns>
    public PeerSession? Start(AudioFormat format, string id, Func<V4StartSession, V4StartSession>? with = null)
    {
        var start = new V4StartSession { AudioFormat = V4AudioFormat.Of(format), SessionId = id };
        return Ask(with is null ? start : with(start)) is V4SessionStarted ? _sessions[id] : null;
    }

    /// <summary>Takes over the sessions of a lost connection.</summary>
    /// <returns>Whether the token was good.</returns>
    public bool Resume(V4Peer lost)
    {
        if (Ask(new V4Resume { Token = lost.Token }) is not V4Resumed resumed)
            return false;
        Adopt(resumed, lost);
        return true;
    }

    /// <summary>Sends a request and does not wait for its reply.</summary>
    public void Say(V4ClientMessage message) => Wire.Say(V4ClientMessages.Write(message));

    /// <summary>Sends one chunk of the stream, wherever its limit is.</summary>
    public void SendChunk(PeerSession session, int bytes, bool end = false)
    {
        Wire.Send(Wire.Binary(Frame(session.Handle, session.Sent, Sound.At(session.Sent, bytes), end)));
        session.Sent += bytes;
        session.IsFinished |= end;
    }

    /// <summary>Sends a part of the stream, as far as there is room, and not its end.</summary>
    public void SendPart(PeerSession session, long upTo)
    {
        while (session.Ended is null && Math.Min(upTo, session.Limit) - session.Sent is var left and > 0)
        {
            SendChunk(session, (int)Math.Min(left, 10_000));
            Handle(TimeSpan.Zero);
        }
    }

    /// <summary>
    /// Sends a stream to its end, or as far as a session that does not play has room; waits for <c>flow</c> in between.
    /// </summary>
    public void Feed(PeerSession session, Sound sound, int chunkBytes, bool untilFull = false)
    {
        while (session is { Ended: null, IsFinished: false })
        {
            int bytes = (int)Math.Min(chunkBytes, sound.Bytes - session.Sent);
            if (session.Sent + bytes > session.Limit)
                bytes = (int)(session.Limit - session.Sent);
            if (bytes > 0 || session.Sent == sound.Bytes)
            {
                SendChunk(session, bytes, end: session.Sent + bytes == sound.Bytes);
                Handle(TimeSpan.Zero);
                continue;
            }
            if (untilFull)
                return;
            AwaitFlow(session);
        }
    }

    /// <summary>Waits for the reply to a request, or for the end of the connection.</summary>
    public void AwaitReplyOrEnd(string requestId)
    {
        try
        {
            long began = TimeProvider.System.GetTimestamp();
            while (Next(Turn.Patience) is not V4Reply { RequestId: { } answered } || answered != requestId)
            {
                if (TimeProvider.System.GetElapsedTime(began) >= Turn.Patience)
                    throw new SoakFault($"There is no reply to '{requestId}', and no end of the connection.");
            }
        }
        catch (ConnectionOver)
        {
            // The sessions were resumed elsewhere.
        }
    }

    /// <summary>Waits until a session has ended.</summary>
    public V4SessionEnded AwaitEnd(PeerSession session)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (session.Ended is null)
        {
            Handle(Turn.Patience);
            if (session.Ended is null && TimeProvider.System.GetElapsedTime(began) >= 2 * Turn.Patience)
            {
                throw new SoakFault(
                    $"Session {session.Id} was sent to its end ({session.Sent} bytes) and has not ended "
                        + $"{2 * Turn.Patience.TotalSeconds:0} s later."
                );
            }
        }
        return session.Ended;
    }

    /// <summary>Processes what has arrived, and what arrives within this time.</summary>
    public void Handle(TimeSpan time)
    {
        while (Next(time) is not null)
            time = TimeSpan.Zero;
    }

    /// <inheritdoc/>
    public void Dispose() => Wire.Dispose();

    /// <summary>The bytes of a chunk frame.</summary>
    public static byte[] Frame(uint handle, long offset, ReadOnlySpan<byte> payload, bool end = false)
    {
        byte[] frame = new byte[ChunkFrameHeader.Size + payload.Length];
        ChunkFrameFlags flags = end ? ChunkFrameFlags.EndOfStream : ChunkFrameFlags.None;
        new ChunkFrameHeader(flags, ChunkFrameHeader.Size, handle, offset).Write(frame);
        payload.CopyTo(frame.AsSpan(ChunkFrameHeader.Size));
        return frame;
    }

    /// <summary>Takes over what a connection knew of its sessions, and what the daemon says about them.</summary>
    public void Adopt(V4Resumed resumed, V4Peer lost)
    {
        foreach (PeerSession session in lost.Sessions)
            _sessions[session.Id] = session;
        foreach (V4SessionStatus status in resumed.Sessions)
        {
            if (!_sessions.TryGetValue(status.SessionId, out PeerSession? session))
                _sessions[status.SessionId] = session = new PeerSession(status.SessionId);
            (session.Handle, session.Limit, session.Sent) = (status.Handle, status.Limit, status.Received);
        }
        foreach (V4SessionEnded ended in resumed.Ended)
        {
            _turn.Ledger.End(ended.SessionId, ended.Reason, mayRepeat: true);
            if (_sessions.TryGetValue(ended.SessionId, out PeerSession? session))
                session.Ended ??= ended;
        }
    }

    private void AwaitFlow(PeerSession session)
    {
        long limit = session.Limit;
        long began = TimeProvider.System.GetTimestamp();
        while (session.Ended is null && session.Limit == limit)
        {
            Handle(Turn.Patience);
            if (TimeProvider.System.GetElapsedTime(began) >= 2 * Turn.Patience)
            {
                throw new SoakFault(
                    $"Session {session.Id} is full at {limit} bytes and has had no flow for "
                        + $"{2 * Turn.Patience.TotalSeconds:0} s."
                );
            }
        }
    }

    private V4ServerMessage? Next(TimeSpan limit)
    {
        if (Wire.Receive(limit) is not { } json)
            return Wire.End is { } end ? throw ConnectionOver.Of(end) : null;
        V4ServerMessage? message = V4ServerMessages.Read(json);
        switch (message)
        {
            case V4SessionStarted started:
                _turn.Ledger.Accept(started.SessionId);
                _sessions[started.SessionId] = new PeerSession(started.SessionId)
                {
                    Handle = started.Handle,
                    Limit = started.Limit,
                };
                break;
            case V4FlowMessage flow when _sessions.TryGetValue(flow.SessionId, out PeerSession? session):
                session.Limit = flow.Limit;
                break;
            case V4Paused paused when KeepsPlaying:
                Say(new V4ResumeSession { SessionId = paused.SessionId });
                break;
            case V4SessionEnded ended:
                Take(ended);
                break;
            case V4Error { Code: V4ErrorCodes.Internal } error:
                throw new SoakFault($"The daemon reports a fault of its own: {error.Error}");
        }
        return message;
    }

    private void Take(V4SessionEnded ended)
    {
        _turn.Ledger.End(ended.SessionId, ended.Reason);
        if (!_sessions.TryGetValue(ended.SessionId, out PeerSession? session))
            throw new SoakFault($"Session {ended.SessionId} ended, which was never started here.");
        if (session.Ended is { } before)
            throw new SoakFault($"Session {ended.SessionId} ended twice: {before.Reason}, then {ended.Reason}.");
        session.Ended = ended;
    }
}
