using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using Audio.Core.Connections;
using Audio.Core.Effects;
using Audio.Core.Sessions;
using Audio.Core.Transports;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.V4;
using Microsoft.Extensions.Logging;

namespace Audio.Core.V4;

/// <summary>
/// One connection of a version 4 client: reads what it says, answers, and puts its chunk frames into a pipe, behind which nobody knows which
/// dialect they came from. When it is cut, its sessions wait for the client to come back on another one.
/// </summary>
public sealed partial class V4Connection
{
    /// <summary>The close code of a connection whose sessions were taken over by another.</summary>
    public const int ResumedElsewhere = 4001;

    private const int TooBig = 1009;
    private const int ProtocolFault = 1002;

    /// <summary>What the log calls a message whose type cannot be read.</summary>
    private const string AMessage = "a message";

    // Immutable.
    private readonly V4Context _context;
    private readonly IMessageTransport _transport;
    private readonly ChunkFrameLimits _limits;
    private readonly AudioConnection _audio;
    private readonly Task _running;
    private readonly V4Gate _gate = new();

    // Everything runs in place, on the receiving loop. A flush ends when its frame was taken: nothing is under way behind it.
    private readonly Pipe _pipe = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false));

    // Any thread.
    private readonly ConcurrentDictionary<uint, V4ClientSession> _byHandle = new();
    private volatile V4Client? _client; // null once another connection has taken it over

    internal V4Connection(V4Context context, IMessageTransport transport, string clientId)
    {
        _context = context;
        _transport = transport;
        _limits = new ChunkFrameLimits(context.Options.MaxMessageBytes);
        ClientId = clientId;
        Outbox = new V4Outbox(transport, context.Time);
        _audio = context.Engine.Connect(_pipe.Reader);
        _running = _audio.RunAsync();
        _client = new V4Client(context, clientId, this);
    }

    /// <summary>What its client is called.</summary>
    public string ClientId { get; }

    /// <summary>Whether its client has a session that has not ended. Any thread.</summary>
    public bool HasSessions => _client is { Sessions.Count: > 0 };

    internal V4Outbox Outbox { get; }

    /// <summary>Says what is queued, then goodbye. Any thread; does not wait.</summary>
    public void Close(int code, string reason) => Outbox.Close(code, reason);

    /// <summary>Serves it to its end. Call once.</summary>
    public async Task RunAsync()
    {
        Welcome();
        bool inOrder = false;
        try
        {
            inOrder = await ReceiveAllAsync().ConfigureAwait(false);
        }
        finally
        {
            await _gate.ShutAsync().ConfigureAwait(false);
            if (Interlocked.Exchange(ref _client, null) is { } client)
            {
                Release(client);
                if (inOrder)
                    client.Leave(this);
                else
                    client.Lose(this);
            }
            await Outbox.CompleteAsync().ConfigureAwait(false);
            await _pipe.Writer.CompleteAsync().ConfigureAwait(false);
            await _running.ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Gives its client away to another connection. What it has received is settled then; a connection that still seems open is cut.
    /// </summary>
    internal async Task GiveAwayAsync(V4Client client)
    {
        _client = null;
        Task shut = _gate.ShutAsync();
        foreach (V4ClientSession session in client.Sessions)
            session.Audio.Detach();
        await shut.ConfigureAwait(false);
        Release(client);
        Outbox.Close(ResumedElsewhere, "Resumed on another connection");
    }

    /// <summary>A session of its client is over: its handle names nothing any more. Any thread.</summary>
    internal void Forget(V4ClientSession session) => _byHandle.TryRemove(session.Audio.Handle, out _);

    private void Welcome()
    {
        V4ServerOptions options = _context.Options;
        Outbox.Tell(new V4Welcome(
            ClientId,
            _context.Now,
            "Connected to persistent audio daemon",
            V4Wire.Version,
            _client!.Token,
            (long)options.ResumeWindow.TotalMilliseconds,
            new V4Limits(options.MaxMessageBytes, options.MaxSessionsPerConnection, (long)_context.Engine.MaxBuffered.TotalMilliseconds)));
    }

    /// <returns>Whether the client said goodbye in order.</returns>
    private async Task<bool> ReceiveAllAsync()
    {
        while (true)
        {
            TransportMessage message = await _transport.ReceiveAsync().ConfigureAwait(false);
            long arrival = _context.Time.GetTimestamp();
            switch (message.Kind)
            {
                case TransportMessageKind.Json or TransportMessageKind.ChunkFrame when !Outbox.IsClosing && _gate.TryEnter():
                    try
                    {
                        if (message.Kind == TransportMessageKind.ChunkFrame)
                            await TakeFrameAsync(message.Data, arrival).ConfigureAwait(false);
                        else
                            await TakeMessageAsync(message.Data).ConfigureAwait(false);
                    }
                    finally
                    {
                        _gate.Leave();
                    }
                    break;
                case TransportMessageKind.TooLarge when !Outbox.IsClosing:
                    Refuse(V4ErrorCodes.MessageTooBig, $"A message has at most {_context.Options.MaxMessageBytes} bytes");
                    Outbox.Close(TooBig, $"A message has at most {_context.Options.MaxMessageBytes} bytes");
                    break;
                case TransportMessageKind.Malformed when !Outbox.IsClosing:
                    Refuse(V4ErrorCodes.InvalidFrame, message.Fault ?? "This is no message");
                    Outbox.Close(ProtocolFault, "This is no message");
                    break;
                case TransportMessageKind.Closed:
                    return message.CloseCode == TransportMessage.NormalClosure;
                case TransportMessageKind.Lost:
                    return false;
            }
        }
    }

    private ValueTask TakeFrameAsync(ReadOnlySequence<byte> data, long arrival)
    {
        ChunkFrame frame;
        try
        {
            frame = ChunkFrameReader.Read(data, _limits);
        }
        catch (ProtocolException e)
        {
            return RefuseFrame(V4ErrorCodes.InvalidFrame, e.Message, session: null);
        }
        if (!_byHandle.TryGetValue(frame.Session, out V4ClientSession? session))
            return RefuseFrame(V4ErrorCodes.SessionNotFound, $"No session has the handle {frame.Session} on this connection", session: null);

        long known = session.Offset - frame.Offset;
        if (known < 0)
            return RefuseFrame(V4ErrorCodes.OffsetGap, $"The stream has a gap: {session.Offset} bytes are here, the chunk begins at {frame.Offset}", session);
        ReadOnlySequence<byte> payload = frame.Payload.Slice(Math.Min(known, frame.Payload.Length));
        if (!payload.IsEmpty && session.Audio.IsStreamEnded)
            return RefuseFrame(V4ErrorCodes.StreamEnded, $"The stream of session {session.Audio.Id} has ended at {session.Offset} bytes", session);
        if (session.Offset + payload.Length > session.Limit)
            return RefuseFrame(V4ErrorCodes.LimitExceeded, $"The chunk ends at {session.Offset + payload.Length}, the limit is {session.Limit}; wait for flow", session);

        session.Audio.MarkArrival(arrival);
        return TakeFrameAsync(session, payload, frame.IsEndOfStream);
    }

    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask TakeFrameAsync(V4ClientSession session, ReadOnlySequence<byte> payload, bool endsStream)
    {
        if (!payload.IsEmpty)
        {
            ChunkFrameWriter.Write(_pipe.Writer, new ChunkFrame(session.Audio.Handle, session.Offset, ChunkFrameFlags.None, payload));
            session.Count(payload.Length);
            await _pipe.Writer.FlushAsync().ConfigureAwait(false);
            session.Taken();
        }
        if (endsStream && !session.Audio.IsStreamEnded)
            await EndStreamAsync(session).ConfigureAwait(false);
    }

    /// <summary>The end is a frame of its own: what is dropped with a cut connection is never the end of a stream.</summary>
    private async ValueTask EndStreamAsync(V4ClientSession session)
    {
        ChunkFrameWriter.Write(_pipe.Writer, new ChunkFrame(session.Audio.Handle, session.Offset, ChunkFrameFlags.EndOfStream, default));
        await _pipe.Writer.FlushAsync().ConfigureAwait(false);
    }

    private async ValueTask TakeMessageAsync(ReadOnlySequence<byte> data)
    {
        string? requestId = null;
        string? sessionId = null;
        V4ServerMessage reply;
        V4ClientSession? ending = null;
        try
        {
            V4ClientMessage message = V4ClientMessages.Read(data.IsSingleSegment ? data.First : data.ToArray(), out requestId);
            sessionId = (message as V4SessionMessage)?.SessionId;
            switch (message)
            {
                case V4Resume resume:
                    await ResumeAsync(resume).ConfigureAwait(false);
                    return;
                case V4StartSession start:
                    await StartAsync(start).ConfigureAwait(false);
                    return;
                case V4StopSession { Mode: not V4StopSession.Cancel }:
                    ending = Session(sessionId!);
                    reply = new V4SessionStopped(ClientId, sessionId!, _context.Now, ending.Stop()) { RequestId = requestId };
                    break;
                default:
                    reply = Answer(message);
                    break;
            }
        }
        catch (V4Exception e)
        {
            reply = Error(Named(data), e.WireCode, e.Message, sessionId) with { RequestId = requestId };
        }
        catch (EffectException e)
        {
            reply = Error(Named(data), V4ErrorCodes.InvalidField, $"Invalid field: effects; {e.Message}", sessionId) with { RequestId = requestId };
        }
        catch (AudioException e)
        {
            reply = Error(Named(data), V4Names.Of(e.Kind), e.Message, sessionId) with { RequestId = requestId };
        }
#pragma warning disable CA1031 // A mistake of ours answers this message and ends nothing else.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogMistake(_context.Logger, e, ClientId);
            reply = Error(Named(data), V4ErrorCodes.Internal, "The daemon made a mistake; its log has more", sessionId) with { RequestId = requestId };
        }
        await Outbox.ReplyAsync(reply).ConfigureAwait(false);
        if (ending is { Audio.IsStreamEnded: false })
            await EndStreamAsync(ending).ConfigureAwait(false);
    }

    /// <summary>Does what is done at once.</summary>
    /// <exception cref="V4Exception">It cannot be done.</exception>
    private V4Reply Answer(V4ClientMessage message)
    {
        switch (message)
        {
            case V4Ping:
                return new V4Pong(_context.Now) { RequestId = message.RequestId };
            case V4GetStatus:
                return new V4Status(ClientId, Connected: true, _context.Now, [.. _client?.Sessions.Select(s => s.Status()) ?? []]) { RequestId = message.RequestId };
            case V4PauseSession pause:
                return Change(pause, session => session.Pause(), paused: true);
            case V4ResumeSession resume:
                return Change(resume, session => session.Resume(), paused: false);
            case V4SetVolume volume:
                return Change(volume, session => session.Volume = (float)volume.Volume, paused: null);
            case V4Mark mark:
                Session(mark.SessionId).Audio.Mark(new SessionMark(mark.Offset, mark.Name));
                return new V4MarkSet(mark.SessionId, mark.Offset, mark.Name) { RequestId = message.RequestId };
            case V4SessionMessage cancel: // cancel_session, and stop_session with that mode
                V4ClientSession cancelled = Session(cancel.SessionId);
                V4Stats stats = cancelled.Stop();
                cancelled.Audio.Cancel();
                return new V4SessionStopped(ClientId, cancel.SessionId, _context.Now, stats) { RequestId = message.RequestId };
            default:
                throw new V4Exception(V4ErrorCodes.UnknownType, $"Unknown message type: {message.Type}");
        }
    }

    private V4SessionChanged Change(V4SessionMessage message, Action<AudioSession> change, bool? paused)
    {
        AudioSession session = Session(message.SessionId).Audio;
        change(session);
        return new V4SessionChanged(message.SessionId, paused ?? session.State == SessionState.Paused, Math.Round(session.Volume, 4)) { RequestId = message.RequestId };
    }

    /// <exception cref="V4Exception">As many are open as may.</exception>
    /// <exception cref="AudioException">The engine does not take it.</exception>
    /// <exception cref="EffectException">Its effects are none, or cannot work at the rate of the mix.</exception>
    private async ValueTask StartAsync(V4StartSession start)
    {
        V4Client client = Client();
        if (client.Sessions.Count >= _context.Options.MaxSessionsPerConnection)
        {
            throw new V4Exception(
                V4ErrorCodes.TooManySessions,
                $"{_context.Options.MaxSessionsPerConnection} sessions are open on this connection, as many as are allowed; try again when one has ended");
        }
        AudioFormat format = start.AudioFormat.ToAudioFormat();
        AudioContainer container = start.AudioFormat.ToContainer();
        AudioSession audio = _audio.OpenSession(new SessionOptions
        {
            Format = format,
            Container = container,
            Id = start.SessionId,
            Owner = ClientId,
            Volume = (float)(start.Volume ?? 1),
            Etiquette = start.ToEtiquette(),
            Jitter = start.ToJitter(),
            MaxLatency = start.MaxLatency is { } latency ? TimeSpan.FromMilliseconds(latency) : null,
            Effects = start.Effects is { } chain ? EffectChain.Parse(chain) : null,
            HasMore = () => _transport.HasMore,
        });
        var session = new V4ClientSession(client, audio, _context.Time);
        _byHandle[audio.Handle] = session;
        client.Add(session);
        await Outbox.ReplyAsync(new V4SessionStarted(
            ClientId, audio.Id, audio.Handle, session.Limit, V4StartedFormat.Of(format, container), _context.Now) { RequestId = start.RequestId }).ConfigureAwait(false);
        session.Begin();
    }

    private async ValueTask ResumeAsync(V4Resume resume)
    {
        V4Client newcomer = Client();
        if (newcomer.Sessions.Count > 0)
            throw new V4Exception(V4ErrorCodes.InvalidField, "Invalid field: token; resume comes before the first start_session of a connection");
        if (resume.Token == newcomer.Token || _context.Waiting.Take(resume.Token) is not { } returning)
            throw new V4Exception(V4ErrorCodes.InvalidToken, "This token names no connection that can be resumed: it is wrong, used, or its window is over");

        if (returning.Detach() is { } old)
            await old.GiveAwayAsync(returning).ConfigureAwait(false);
        foreach (V4ClientSession session in returning.Sessions)
        {
            _audio.Adopt(session.Audio);
            _byHandle[session.Audio.Handle] = session;
        }
        _client = returning;
        LogResumed(_context.Logger, ClientId, returning.Id, returning.Sessions.Count);
        returning.ContinueOn(this, newcomer, resume.RequestId);
    }

    /// <summary>Its sessions outlive this connection.</summary>
    private void Release(V4Client client)
    {
        foreach (V4ClientSession session in client.Sessions)
            _audio.Release(session.Audio);
    }

    /// <exception cref="V4Exception">Another connection has taken it over.</exception>
    private V4Client Client() => _client ?? throw new V4Exception(V4ErrorCodes.InvalidToken, "This connection was resumed on another one");

    /// <exception cref="V4Exception">There is none.</exception>
    private V4ClientSession Session(string id) =>
        Client().Find(id) ?? throw new V4Exception(V4ErrorCodes.SessionNotFound, $"No session named {id[..Math.Min(id.Length, SessionNames.MaxLength)]} is open on this connection");

    private static string Named(ReadOnlySequence<byte> message) => MessageType.Of(message) ?? AMessage;

    private V4Error Error(string what, string code, string error, string? sessionId = null, long? received = null)
    {
        LogRefused(_context.Logger, ClientId, what, code, error);
        return new V4Error(error, _context.Now, code, V4ErrorCodes.IsRetryable(code), sessionId, received);
    }

    private void Refuse(string code, string error) => Outbox.Tell(Error(AMessage, code, error));

    private ValueTask RefuseFrame(string code, string error, V4ClientSession? session) =>
        Outbox.ReplyAsync(Error("a chunk frame", code, error, session?.Audio.Id, session?.Offset));

    [LoggerMessage(EventId = 152, Level = LogLevel.Information, Message = "{Client} resumes {Former} with {Sessions} sessions")]
    private static partial void LogResumed(ILogger logger, string client, string former, int sessions);

    [LoggerMessage(EventId = 154, Level = LogLevel.Error, Message = "{Client}: a message could not be answered")]
    private static partial void LogMistake(ILogger logger, Exception error, string client);

    [LoggerMessage(EventId = 153, Level = LogLevel.Warning, Message = "{Client}: refused {What} ({Code}): {Reason}")]
    private static partial void LogRefused(ILogger logger, string client, string what, string code, string reason);
}
