using System.Buffers;
using Audio.Core.Sessions.Intake;
using Audio.Core.Wires.Frames;
using Audio.Core.Wires.Transports;
using Audio.Protocol.Chunks;
using Audio.Protocol.V4;

namespace Audio.Core.Wires.V4;

/// <summary>
/// One connection of a version 4 client: its chunk frames go to their sessions, its messages are answered. When the
/// connection is cut, its sessions wait for the client to come back on another one.
/// </summary>
public sealed class V4Connection : IV4MessageHandler
{
    /// <summary>The close code of a connection whose sessions were taken over by another.</summary>
    public const int ResumedElsewhere = 4001;

    // Immutable.
    private readonly V4Context _context;
    private readonly FrameRouter _router;
    private readonly V4Takeover _takeover;
    private readonly V4Commands _commands;

    internal V4Connection(V4Context context, IMessageTransport transport, string clientId)
    {
        _context = context;
        ClientId = clientId;
        Outbox = new Outbox(transport, context.Time);
        FrameHold hold = context.Engine.CreateHold();
        var gate = new V4Gate(hold.Start);
        var refusals = new V4Refusals(context, clientId, Outbox);
        var turn = new V4FrameTurn(hold, refusals);
        var frames = new V4Receiver(
            transport,
            gate,
            turn,
            refusals,
            this,
            new ChunkFrameLimits(context.Options.MaxMessageBytes),
            context.Time,
            new WireBudget(hold.Start)
        );
        _router = frames.Route(turn.RefuseUnknown);
        _takeover = new V4Takeover(context, this, _router, turn, hold, gate);
        _commands = new V4Commands(context, clientId, transport, _router, turn, _takeover, refusals, Outbox);
    }

    /// <summary>The name of its client.</summary>
    public string ClientId { get; }

    /// <summary>Whether its client has a session that has not ended. Any thread.</summary>
    public bool HasSessions => _takeover.Current is { Sessions.Count: > 0 };

    internal Outbox Outbox { get; }

    bool IV4MessageHandler.IsClosing => Outbox.IsClosing;

    /// <summary>Sends what is queued and closes the connection. Any thread; does not wait.</summary>
    public void Close(int code, string reason) => Outbox.Close(code, reason);

    /// <summary>
    /// Reports that the peer is gone, for a transport that learns this although it is not being read, because a session
    /// holds it back. The client has the resume window from now on. What was received is still taken meanwhile. Any
    /// thread, any number of times.
    /// </summary>
    public void PeerIsGone() => _takeover.Current?.Miss(this);

    /// <summary>Serves the connection to its end. Call it once.</summary>
    public async Task RunAsync()
    {
        Welcome();
        _router.Connect();
        await _router.Completion.ConfigureAwait(false);
    }

    /// <summary>Completes when nothing is under way on it after <see cref="GiveAway"/>. Any thread.</summary>
    internal Task WhenLeft => _takeover.WhenLeft;

    /// <summary>
    /// Another connection has taken its client over: it is closed, and a reply that waits for the client to read is
    /// dropped. Any thread; does not wait.
    /// </summary>
    internal void GiveAway()
    {
        _takeover.GiveAway();
        Outbox.Close(ResumedElsewhere, "Resumed on another connection");
    }

    ValueTask IV4MessageHandler.TakeAsync(ReadOnlySequence<byte> message) => _commands.TakeAsync(message);

    async ValueTask IV4MessageHandler.EndAsync(int? closeCode)
    {
        await _takeover.EndAsync(inOrder: closeCode == TransportMessage.NormalClosure).ConfigureAwait(false);
        if (closeCode is { } code)
            Outbox.AnswerClose(code);
        await Outbox.CompleteAsync().ConfigureAwait(false);
        _context.Engine.ConnectionEnded();
    }

    private void Welcome()
    {
        V4ServerOptions options = _context.Options;
        Outbox.Tell(
            new V4Welcome(
                ClientId,
                _context.Now,
                "Connected to persistent audio daemon",
                V4Wire.Version,
                _takeover.Client().Token,
                (long)options.ResumeWindow.TotalMilliseconds,
                new V4Limits(
                    options.MaxMessageBytes,
                    Math.Min(options.MaxSessionsPerConnection, _context.Engine.MaxSessionsPerClient),
                    (long)_context.Engine.MaxBuffered.TotalMilliseconds
                )
            )
        );
    }
}
