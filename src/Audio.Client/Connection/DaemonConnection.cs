using System.Runtime.CompilerServices;
using Audio.Client.Transports;
using Audio.Protocol;
using Audio.Protocol.V4;
using Microsoft.Extensions.Logging;

namespace Audio.Client.Connection;

/// <summary>
/// One connection to a daemon: a receiving loop and a sending loop. Whoever has something to send runs the sending loop
/// on its own thread while nobody else does. Any thread.
/// </summary>
#pragma warning disable CA1001 // The timer is disposed when the connection ends.
internal sealed partial class DaemonConnection
#pragma warning restore CA1001
{
    /// <summary>Time allowed for the close handshake.</summary>
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    // Immutable.
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly IClientTransport _transport;
    private readonly IConnectionEvents _events;
    private readonly ILogger _logger;
    private readonly KeepAlive _keepAlive;
    private readonly SendQueue _queue = new();
    private readonly AsyncSignal _work = new(runInline: true);

    // Any thread.
    private volatile string? _closing;
    private volatile string? _cut;
    private volatile bool _heardAnything;

    /// <param name="transport">Belongs to the connection from here on.</param>
    /// <param name="name">The endpoint, for the log.</param>
    /// <param name="welcome">The daemon's first message, which was received already.</param>
    /// <param name="events">Takes what the daemon says unasked.</param>
    /// <param name="keepAlive">When it is pinged, and when it is cut.</param>
    /// <param name="time">The clock of its waits.</param>
    /// <param name="logger">Where it logs.</param>
    public DaemonConnection(
        IClientTransport transport,
        string name,
        V4Welcome welcome,
        IConnectionEvents events,
        KeepAliveOptions keepAlive,
        TimeProvider time,
        ILogger logger
    )
    {
        _transport = transport;
        _name = name;
        Welcome = welcome;
        _events = events;
        _time = time;
        _logger = logger;
        _keepAlive = new KeepAlive(this, keepAlive, time);
    }

    public V4Welcome Welcome { get; }

    /// <summary>Whether the daemon has said anything after its welcome.</summary>
    public bool HeardAnything => _heardAnything;

    /// <summary>
    /// Done when both loops have ended and nothing of the connection runs any more; the result says why, for people.
    /// </summary>
    public Task<string> Ended { get; private set; } = Task.FromResult("It was never opened.");

    /// <summary>Begins to receive and to send.</summary>
    public void Start() => Ended = RunAsync();

    /// <summary>Asks. What is not answered is in <see cref="Unanswered"/> when the connection has ended.</summary>
    /// <returns>False: it is closing or has ended, and takes no request.</returns>
    public bool TrySend(IRequest request)
    {
        bool taken = TryEnqueue(request);
        Kick();
        return taken;
    }

    /// <summary>
    /// As <see cref="TrySend"/>, for a caller that holds a lock; it calls <see cref="Kick"/> afterwards.
    /// </summary>
    public bool TryEnqueue(IRequest request) => _queue.TryAdd(request);

    /// <summary>Sends what is queued, on the caller's thread until the transport makes it wait.</summary>
    public void Kick() => _work.Set();

    /// <summary>
    /// A session has frames. Call it once; then again after <see cref="IFrameSource.TryLendFrame"/> had none.
    /// </summary>
    public void Ready(IFrameSource source)
    {
        _queue.Add(source);
        _work.Set();
    }

    /// <summary>After <see cref="Ended"/>: the requests that got no reply, in order.</summary>
    public IReadOnlyList<IRequest> Unanswered() => _queue.Unanswered();

    /// <summary>
    /// Sends what is queued, says goodbye, and waits for the daemon to close; cuts the connection after 2 s.
    /// </summary>
    public async Task CloseAsync(string reason)
    {
        _closing ??= reason;
        _queue.Close();
        _work.Set();
        using var limit = new CancellationTokenSource(CloseLimit, _time);
        await ((Task)Ended).WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Abort(reason);
        await Ended.ConfigureAwait(false);
    }

    /// <summary>Cuts it.</summary>
    public void Abort(string reason)
    {
        _cut ??= reason;
        _transport.Abort();
    }

    private async Task<string> RunAsync()
    {
        await Task.Yield();
        Task sending = SendAllAsync();
        string reason = await ReceiveAllAsync().ConfigureAwait(false);
        _keepAlive.Dispose();
        _queue.End();
        _transport.Abort();
        _work.Set();
        await sending.ConfigureAwait(false);
        await _transport.DisposeAsync().ConfigureAwait(false);
        return _cut ?? reason;
    }

    private async Task<string> ReceiveAllAsync()
    {
        while (true)
        {
            TransportMessage message = await _transport.ReceiveAsync().ConfigureAwait(false);
            if (message.Kind is TransportMessageKind.Closed or TransportMessageKind.Lost)
                return message.Reason ?? "The connection was cut.";
            _keepAlive.Heard();
            _heardAnything = true;
            if (message.Kind != TransportMessageKind.Text)
                continue;
            try
            {
                Take(message.Data.Span);
            }
            catch (ProtocolException e)
            {
                return $"The daemon sent what version 4 does not allow. {e.Message}";
            }
        }
    }

    private void Take(ReadOnlySpan<byte> json)
    {
        if (V4Flow.TryRead(json, out V4Flow flow))
        {
            _events.OnFlow(flow);
            return;
        }
        switch (V4ServerMessages.Read(json))
        {
            case null:
                break;
            case V4FlowMessage f:
                _events.OnFlow(new V4Flow(f.Handle, f.Received, f.Limit, f.Played) { PlayedMs = f.PlayedMs });
                break;
            case V4Reply { RequestId: { } id } reply:
                _queue.TakeAnswered(id)?.Complete(this, reply);
                break;
            case { } message:
                _events.OnEvent(this, message);
                break;
        }
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (true)
            {
                switch (_queue.Next(out ReadOnlyMemory<byte> text, out IFrameSource? source))
                {
                    case SendStep.Request:
                        await _transport.SendTextAsync(text).ConfigureAwait(false);
                        break;
                    case SendStep.Frame:
                        await SendFrameAsync(source!).ConfigureAwait(false);
                        break;
                    case SendStep.Wait:
                        await _work.WaitAsync().ConfigureAwait(false);
                        break;
                    default:
                        if (_closing is { } reason && !_queue.IsEnded)
                            await _transport.CloseAsync(reason).ConfigureAwait(false);
                        return;
                }
            }
        }
        catch (Exception e) when (ConnectionFailures.IsOfConnection(e))
        {
            LogSend(_logger, e, _name);
            _transport.Abort();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendFrameAsync(IFrameSource source)
    {
        if (!source.TryLendFrame(this, out ReadOnlyMemory<byte> frame))
            return;
        try
        {
            await _transport.SendFrameAsync(frame).ConfigureAwait(false);
        }
        finally
        {
            source.FrameSent();
        }
        _queue.Add(source); // behind the others: they take turns
    }

    [LoggerMessage(EventId = LogEvents.SendFailed, Level = LogLevel.Debug, Message = "Sending to {Endpoint} failed")]
    private static partial void LogSend(ILogger logger, Exception error, string endpoint);
}
