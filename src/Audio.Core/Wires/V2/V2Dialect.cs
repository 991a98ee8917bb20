using Audio.Core.Sessions;
using Audio.Core.Wires.Transports;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.V2;

namespace Audio.Core.Wires.V2;

/// <summary>
/// One version 2 client on any transport: reads its messages piece by piece, answers them, and turns its chunks into
/// chunk frames in a pipe.
/// </summary>
/// <remarks>
/// Called by one receiving loop, one piece at a time; <see cref="Silence"/> by any thread. A client that waits for the
/// end of its sound takes <c>idle</c> for it, so no <c>idle</c> is said that a message still on its way would make
/// untrue: see <see cref="V2Rest"/>.
/// </remarks>
internal sealed class V2Dialect
{
    /// <summary>A frame with its header is as long as one array of the pool.</summary>
    private const int FrameBytes = 64 * 1024;

    /// <summary>How long a client may take from one message of a replay to the next.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    // Immutable.
    private readonly V2Server _server;
    private readonly IWireClient _client;
    private readonly IReplies _replies;
    private readonly FramePipe _pipe;
    private readonly V2Sessions _sessions;
    private readonly V2Rest _rest;
    private readonly ITimer _heart;
    private readonly int _roomBytes;

    // Any thread.
    private long _lastHeartbeat;
    private volatile bool _isClosed;

    // Receiving loop only.
    private readonly V2MessageReader _reader = new();
    private Memory<byte> _frame; // of the pipe; empty unless a chunk is being read
    private int _written; // bytes of the chunk in it
    private bool _isCounted; // the chunk that is being read
    private long _lastStatus;

    public V2Dialect(V2Server server, IWireClient client, FramePipe pipe, IReplies replies)
    {
        _server = server;
        _client = client;
        _replies = replies;
        _pipe = pipe;
        _sessions = new V2Sessions(server, client, _pipe);
        _rest = new V2Rest(server.Time, Patience, () => client.HasMore, SayIdle);
        _heart = server.Time.CreateTimer(_ => Beat(), state: null, V2Wire.Heartbeat, V2Wire.Heartbeat);
        int frame = server.Options.Format?.BytesPerFrame ?? 1;
        _roomBytes = (Math.Min(FrameBytes, server.MaxFrameBytes) - ChunkFrameWriter.Overhead) / frame * frame;
    }

    private long Now => _server.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Takes the next piece of a message.</summary>
    /// <param name="piece">UTF-8 JSON; borrowed until the returned task completes.</param>
    /// <param name="isEnd">Whether the message ends with it.</param>
    /// <param name="arrival">When it arrived: <see cref="TimeProvider.GetTimestamp"/>.</param>
    public async ValueTask ReceiveAsync(ReadOnlyMemory<byte> piece, bool isEnd, long arrival)
    {
        while (!piece.IsEmpty)
        {
            Span<byte> room = _frame.IsEmpty ? default : _frame.Span.Slice(ChunkFrameWriter.Overhead, _roomBytes);
            piece = piece[_reader.Read(piece.Span, room, ref _written)..];
            if (piece.IsEmpty)
                break;
            if (_written > 0)
                await WriteAsync(arrival).ConfigureAwait(false);
            if (_frame.IsEmpty)
                _frame = _pipe.Writer.GetMemory(FrameBytes);
        }

        if (isEnd)
            await EndMessageAsync(arrival).ConfigureAwait(false);
    }

    /// <summary>Another client has silenced this one. Any thread.</summary>
    public void Silence()
    {
        if (_sessions.Silence(ignoresChunks: true))
            _rest.Begin();
        LeaveIfOver();
    }

    /// <summary>Ends it, before the pipe ends; what arrived is played to the end.</summary>
    /// <param name="inOrder">Whether the client has closed it with 1000: what it sent is complete.</param>
    public async ValueTask CloseAsync(bool inOrder)
    {
        await _heart.DisposeAsync().ConfigureAwait(false);
        await _rest.StopAsync().ConfigureAwait(false);
        if (inOrder && _sessions.End(out _) is { } session)
            await _pipe.EndStreamAsync(session.Audio, session.Bytes).ConfigureAwait(false);
        _isClosed = true;
        LeaveIfOver();
    }

    /// <summary>What a client that has gone has left behind can still be silenced by another.</summary>
    private void LeaveIfOver()
    {
        if (_isClosed && !_sessions.HasSound)
            _server.Remove(this);
    }

    private async ValueTask EndMessageAsync(long arrival)
    {
        V2ClientMessage message = _reader.End();
        if (message.HasChunk && _written > 0)
            await WriteAsync(arrival).ConfigureAwait(false);
        if (_isCounted)
            _sessions.Current?.CountChunk();
        (_frame, _written, _isCounted) = (default, 0, false);
        switch (message.Kind)
        {
            case V2MessageKind.Control:
                await ObeyAsync(message.Action).ConfigureAwait(false);
                break;
            case V2MessageKind.AudioChunk:
                SayStatusNowAndThen();
                break;
            case V2MessageKind.Heartbeat:
                await _replies.SendAsync(V2ServerMessages.Heartbeat(Now)).ConfigureAwait(false);
                break;
            case V2MessageKind.TimingAnalysis:
                await _replies.SendAsync(V2ServerMessages.TimingAnalysis(Now, Figures())).ConfigureAwait(false);
                break;
            case V2MessageKind.Status:
                await _replies.SendAsync(V2ServerMessages.Status(Now, Figures())).ConfigureAwait(false);
                break;
        }
    }

    private async ValueTask ObeyAsync(V2Action action)
    {
        switch (action)
        {
            case V2Action.None:
                return;
            case V2Action.Play:
                _server.SilenceOthers(this);
                TryBegin();
                break;
            case V2Action.Stop:
                _server.SilenceOthers(this);
                if (!_sessions.Silence(ignoresChunks: false))
                    return; // nobody waits for an answer, and one might end the next wait
                break;
            case V2Action.Pause:
                _sessions.ForAll(static session => session.Pause());
                break;
            case V2Action.Resume:
                _sessions.ForAll(static session => session.Resume());
                break;
            case V2Action.EndStream:
                await EndStreamAsync().ConfigureAwait(false);
                return;
        }

        await SayStatusAsync().ConfigureAwait(false);
    }

    private async ValueTask EndStreamAsync()
    {
        V2Session? session = _sessions.End(out bool wasIgnored);
        if (session is null && !wasIgnored && !_sessions.HasSound)
            await _replies.SendAsync(V2ServerMessages.Completed(Now, Figures())).ConfigureAwait(false);
        await SayStatusAsync().ConfigureAwait(false);
        if (session is not null)
            await _pipe.EndStreamAsync(session.Audio, session.Bytes).ConfigureAwait(false);
    }

    /// <summary>Answers with the status; <c>idle</c> only once the client has nothing more to say.</summary>
    private ValueTask SayStatusAsync()
    {
        V2Figures figures = Figures();
        if (figures.State != V2States.Idle)
            return _replies.SendAsync(V2ServerMessages.Status(Now, figures));
        _rest.Begin();
        return ValueTask.CompletedTask;
    }

    private void SayStatusNowAndThen()
    {
        long now = _server.Time.GetTimestamp();
        if (!_sessions.HasSound || _server.Time.GetElapsedTime(_lastStatus, now) < V2Wire.StatusInterval)
            return;
        _lastStatus = now;
        _replies.TrySend(V2ServerMessages.Status(Now, Figures()));
    }

    private void SayIdle()
    {
        if (!_sessions.HasSound)
            _replies.TrySend(V2ServerMessages.Status(Now, Figures()));
    }

    /// <summary>Hands on what was read of a chunk, as a frame.</summary>
    private ValueTask WriteAsync(long arrival)
    {
        int bytes = _written;
        _written = 0;
        if (SessionForChunk() is not { } session)
            return ValueTask.CompletedTask; // the frame is used again
        ChunkFrameWriter.WriteOverhead(_frame.Span, session.Audio.Handle, session.Bytes, ChunkFrameFlags.None, bytes);
        _pipe.Writer.Advance(ChunkFrameWriter.Overhead + bytes);
        _frame = default;
        _isCounted = true;
        session.Audio.MarkArrival(arrival);
        session.Count(bytes, arrival);
        return _pipe.FlushAsync();
    }

    private V2Session? SessionForChunk()
    {
        try
        {
            V2Session? session = _sessions.ForChunk(out bool opened);
            if (opened)
                Opened(session!);
            return session;
        }
        catch (AudioException e)
        {
            _replies.TrySend(V2ServerMessages.Error(e.Message, Now));
            return null;
        }
    }

    private void TryBegin()
    {
        try
        {
            if (_sessions.Begin() is { } session)
                Opened(session);
        }
        catch (AudioException e)
        {
            _replies.TrySend(V2ServerMessages.Error(e.Message, Now));
        }
    }

    private void Opened(V2Session session)
    {
        _rest.Forget();
        _lastStatus = _server.Time.GetTimestamp();
        _ = FollowAsync(session);
    }

    /// <summary>Tells the client how a session has ended.</summary>
    private async Task FollowAsync(V2Session session)
    {
        SessionResult result = await session.Audio.Completion.ConfigureAwait(false);
        bool isLost = result.Reason is not (SessionEndReason.Completed or SessionEndReason.Disconnected);
        bool isLast = _sessions.Over(session, isLost);
        LeaveIfOver();
        if (session.IsSilenced)
            return;
        if (result.Error is { } error)
            await _replies.SendAsync(V2ServerMessages.Error(error, Now)).ConfigureAwait(false);
        else if (!isLast)
            return; // more is to come
        else if (isLost)
            _rest.Begin(); // somebody else has ended it
        else
            await _replies.SendAsync(V2ServerMessages.Completed(Now, Figures())).ConfigureAwait(false);
    }

    private void Beat()
    {
        Interlocked.Exchange(ref _lastHeartbeat, Now);
        _replies.TrySend(V2ServerMessages.Heartbeat(Now));
    }

    private V2Figures Figures() => _sessions.Figures() with { LastHeartbeat = Interlocked.Read(ref _lastHeartbeat) };
}
