using System.Buffers;
using Audio.Core.Sessions;
using Audio.Core.Wires.Transports;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V3;
using Microsoft.Extensions.Logging;

namespace Audio.Core.Wires.V3;

/// <summary>
/// One version 3 client on any transport: reads its messages, answers them, and turns its chunks into chunk frames in a
/// pipe. Nothing after the pipe knows which dialect they came from.
/// </summary>
/// <remarks>
/// Called by one receiving loop, one message at a time. Backpressure is the wait for the pipe: meanwhile no message is
/// read from this client.
/// </remarks>
public sealed partial class V3Dialect
{
    /// <summary>
    /// A longer frame is written to the pipe in pieces: the shared pool, where the pipe's memory comes from, would keep
    /// its memory long after it has been played.
    /// </summary>
    private const int MaxPieceBytes = MessageMemory.MediumBytes;

    /// <summary>The pieces of such a frame.</summary>
    private const int PieceBytes = 64 * 1024;

    // Immutable.
    private readonly IWireClient _client;
    private readonly IReplies _replies;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SessionEtiquette _etiquette;

    // Receiving loop only.
    private V3Session? _session;
    private int _sessionCount;

    /// <summary>Creates the dialect of a client; call <see cref="WelcomeAsync"/> first.</summary>
    /// <param name="client">The client.</param>
    /// <param name="engine">The engine that plays.</param>
    /// <param name="replies">Where answers go.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    /// <param name="etiquette">
    /// The etiquette of its sessions, which it cannot set itself; null: speech that mixes.
    /// </param>
    public V3Dialect(
        IWireClient client,
        IWireEngine engine,
        IReplies replies,
        TimeProvider time,
        ILogger logger,
        SessionEtiquette? etiquette = null
    )
    {
        _client = client;
        _replies = replies;
        _time = time;
        _logger = logger;
        _etiquette = etiquette ?? SessionEtiquette.Default;
        Pipe = new FramePipe(engine);
    }

    /// <summary>Where its chunks go; ends with it.</summary>
    internal FramePipe Pipe { get; }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Sends the first message of every connection.</summary>
    public ValueTask WelcomeAsync() => _replies.SendAsync(V3ServerMessages.Welcome(_client.Id, Now));

    /// <summary>Handles one message.</summary>
    /// <param name="message">UTF-8 JSON; borrowed until the returned task completes.</param>
    /// <param name="arrival">When it arrived: <see cref="TimeProvider.GetTimestamp"/>.</param>
    public ValueTask ReceiveAsync(ReadOnlyMemory<byte> message, long arrival)
    {
        try
        {
            var read = V3ClientMessage.Read(message.Span);
            switch (read.Kind)
            {
                case V3MessageKind.AudioChunk:
                    return _session is { } session ? WriteChunk(read, session, arrival) : ValueTask.CompletedTask;
                case V3MessageKind.Ping:
                    return _replies.SendAsync(V3ServerMessages.Pong(Now));
                case V3MessageKind.StartSession:
                    return StartSession(read.ReadAudioFormat(), read.ReadJitter(), read.ReadMaxLatency());
                case V3MessageKind.StopSession:
                    return _session is { } stopping
                        ? StopSessionAsync(stopping, read.IsCancel)
                        : ValueTask.CompletedTask;
                case V3MessageKind.GetStatus:
                    return _replies.SendAsync(
                        V3ServerMessages.Status(
                            _client.Id,
                            Now,
                            _session is { IsOver: false } active ? active.Stats() : null
                        )
                    );
                default:
                    return RefuseAsync(message, "Unknown message type");
            }
        }
        catch (ProtocolException e)
        {
            return RefuseAsync(message, e.Message);
        }
        catch (AudioException e)
        {
            return RefuseAsync(message, e.Message);
        }
    }

    /// <summary>Ends the connection; what arrived is played to the end.</summary>
    /// <param name="inOrder">Closed with 1000: the session is complete. Otherwise it ends as disconnected.</param>
    public async ValueTask CloseAsync(bool inOrder)
    {
        if (inOrder && _session is { } session)
            await EndStreamAsync(session).ConfigureAwait(false);
        await Pipe.CompleteAsync().ConfigureAwait(false);
    }

    private ValueTask StartSession(V3AudioFormat format, SessionJitter jitter, TimeSpan? maxLatency)
    {
        AudioSession session = Pipe.OpenSession(
            new SessionOptions
            {
                Format = format.ToAudioFormat(),
                Container = format.ToContainer(),
                Id = $"{_client.Id}-{++_sessionCount}",
                Owner = _client.Id,
                Etiquette = _etiquette,
                Jitter = jitter,
                MaxLatency = maxLatency,
                KeepsBacklog = true, // it has no backpressure, and disconnects once everything is sent
                HasMore = () => _client.HasMore,
                IsOwnUser = () => _client.IsOwnUser,
            }
        );
        if (format is { SampleRate: { } rate } && !format.HasUsualRate())
            LogUnusualRate(_logger, _client.Id, rate);
        _session?.Audio.Cancel(SessionEndReason.Replaced);
        _session = new V3Session(session);
        _client.Session = session;
        _ = ReportFailureAsync(session);
        return _replies.SendAsync(V3ServerMessages.SessionStarted(_client.Id, Now, format));
    }

    /// <summary>Decodes a chunk straight into the pipe, after the frame's header.</summary>
    private ValueTask WriteChunk(V3ClientMessage message, V3Session session, long arrival)
    {
        int most = ChunkFrameWriter.Overhead + message.MaxChunkBytes;
        byte[]? large = most > MaxPieceBytes ? GC.AllocateUninitializedArray<byte>(most) : null;
        Span<byte> frame = large ?? Pipe.Writer.GetSpan(most);
        int bytes = message.DecodeChunk(frame[ChunkFrameWriter.Overhead..]);
        ChunkFrameWriter.WriteOverhead(frame, session.Audio.Handle, session.BytesReceived, ChunkFrameFlags.None, bytes);
        if (large is null)
            Pipe.Writer.Advance(ChunkFrameWriter.Overhead + bytes);
        else
            WritePieces(large.AsSpan(0, ChunkFrameWriter.Overhead + bytes));
        session.Audio.MarkArrival(arrival);
        session.Count(bytes, Now);
        return Pipe.FlushAsync();
    }

    private void WritePieces(ReadOnlySpan<byte> frame)
    {
        while (!frame.IsEmpty)
        {
            ReadOnlySpan<byte> piece = frame[..Math.Min(frame.Length, PieceBytes)];
            piece.CopyTo(Pipe.Writer.GetSpan(piece.Length));
            Pipe.Writer.Advance(piece.Length);
            frame = frame[piece.Length..];
        }
    }

    private async ValueTask StopSessionAsync(V3Session session, bool cancel)
    {
        session.EndTime = Now;
        _session = null;
        _client.Session = null;
        if (cancel)
            session.Audio.Cancel();
        else
            await EndStreamAsync(session).ConfigureAwait(false);
        await _replies
            .SendAsync(V3ServerMessages.SessionStopped(_client.Id, Now, session.Stats()))
            .ConfigureAwait(false);
    }

    private ValueTask EndStreamAsync(V3Session session) => Pipe.EndStreamAsync(session.Audio, session.BytesReceived);

    private async Task ReportFailureAsync(AudioSession session)
    {
        SessionResult result = await session.Completion.ConfigureAwait(false);
        if (result.Reason == SessionEndReason.Failed || result is { Reason: SessionEndReason.Expired, Error: not null })
            _replies.TrySend(V3ServerMessages.Error(result.Error ?? "The session failed", Now));
    }

    private ValueTask RefuseAsync(ReadOnlyMemory<byte> message, string reason)
    {
        LogRefused(_logger, _client.Id, MessageType.Of(new ReadOnlySequence<byte>(message)) ?? "a message", reason);
        return _replies.SendAsync(V3ServerMessages.Error(reason, Now));
    }

    [LoggerMessage(
        EventId = LogEvents.V3UnusualRate,
        Level = LogLevel.Warning,
        Message = "{Client}: a rate of {Rate} Hz is unusual; playing it all the same"
    )]
    private static partial void LogUnusualRate(ILogger logger, string client, int rate);

    [LoggerMessage(
        EventId = LogEvents.V3Refused,
        Level = LogLevel.Warning,
        Message = "{Client}: refused {What}: {Reason}"
    )]
    private static partial void LogRefused(ILogger logger, string client, string what, string reason);
}
