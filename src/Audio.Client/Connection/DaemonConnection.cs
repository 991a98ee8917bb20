using System.Globalization;
using System.Runtime.CompilerServices;
using Audio.Client.Fallback;
using Audio.Client.Sessions;
using Audio.Client.Transports;
using Audio.Protocol;
using Audio.Protocol.V4;
using Microsoft.Extensions.Logging;

namespace Audio.Client.Connection;

/// <summary>
/// One connection to a daemon: a receiving loop, and a sender that takes requests first and then one frame of each
/// session in turn. Whoever has something to send becomes the sender while nobody else is. <see cref="Ended"/> is done
/// when both have ended and nothing of it runs any more.
/// </summary>
#pragma warning disable CA1001 // The timer is disposed where the connection ends.
internal sealed partial class DaemonConnection
#pragma warning restore CA1001
{
    /// <summary>How long a close handshake may take.</summary>
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    // Immutable.
    private readonly TimeProvider _time;
    private readonly IClientTransport _transport;
    private readonly IConnectionEvents _events;
    private readonly ILogger _logger;
    private readonly KeepAlive _keepAlive;
    private readonly AsyncSignal _work = new(runInline: true);

    // Under the lock.
    private readonly Lock _lock = new();
    private readonly Queue<PendingRequest> _requests = new();
    private readonly Queue<IFrameSource> _ready = new();
    private readonly Dictionary<string, PendingRequest> _unanswered = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private long _lastRequest;
    private string? _closing;
    private bool _ended;

    // Any thread.
    private volatile string? _cut;
    private volatile bool _heardAnything;

    public DaemonConnection(
        IClientTransport transport,
        AudioDaemonEndpoint endpoint,
        V4Welcome welcome,
        IConnectionEvents events,
        KeepAliveOptions keepAlive,
        TimeProvider time,
        ILogger logger
    )
    {
        _transport = transport;
        Endpoint = endpoint;
        Welcome = welcome;
        _events = events;
        _time = time;
        _logger = logger;
        _keepAlive = new KeepAlive(this, keepAlive, time);
    }

    public AudioDaemonEndpoint Endpoint { get; }

    public V4Welcome Welcome { get; }

    /// <summary>The process behind the endpoint, where this client has started it.</summary>
    public SpawnedDaemon? Spawned { get; init; }

    /// <summary>Whether the daemon has said anything after its welcome.</summary>
    public bool HeardAnything => _heardAnything;

    /// <summary>Why it ended, when it has: for people.</summary>
    public Task<string> Ended { get; private set; } = Task.FromResult("It was never opened.");

    /// <summary>Begins to receive and to send.</summary>
    public void Start() => Ended = RunAsync();

    /// <summary>Asks; the request is answered, or handed on by <see cref="TakeUnanswered"/>.</summary>
    /// <returns>Whether it was taken: a connection that has ended takes nothing.</returns>
    public bool TrySend(PendingRequest request)
    {
        bool taken = TryEnqueue(request);
        Kick();
        return taken;
    }

    /// <summary>
    /// The same for a caller that holds a lock: it calls <see cref="Kick"/> when it does not any more.
    /// </summary>
    public bool TryEnqueue(PendingRequest request)
    {
        lock (_lock)
        {
            if (_ended || _closing is not null)
                return false;
            _requests.Enqueue(request);
            return true;
        }
    }

    /// <summary>Has what is queued sent, on the caller's thread as far as it does not wait.</summary>
    public void Kick() => _work.Set();

    /// <summary>
    /// A session has frames; once until <see cref="IFrameSource.TryLendFrame"/> says that there are no more.
    /// </summary>
    public void Ready(IFrameSource source)
    {
        lock (_lock)
        {
            if (_ended)
                return;
            _ready.Enqueue(source);
        }
        _work.Set();
    }

    /// <summary>After <see cref="Ended"/>: what was asked and not answered, in its order.</summary>
    public IReadOnlyList<PendingRequest> TakeUnanswered()
    {
        lock (_lock)
            return [.. _order.Select(id => _unanswered[id]), .. _requests];
    }

    /// <summary>Says the last word once what is queued is sent, and waits for the daemon's; not for long.</summary>
    public async Task CloseAsync(string reason)
    {
        lock (_lock)
            _closing ??= reason;
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
        lock (_lock)
            _ended = true;
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
            _events.OnFlow(this, flow);
            return;
        }
        switch (V4ServerMessages.Read(json))
        {
            case null:
                break;
            case V4FlowMessage f:
                _events.OnFlow(this, new V4Flow(f.Handle, f.Received, f.Limit, f.Played));
                break;
            case V4Reply { RequestId: { } id } reply:
                Find(id)?.Complete(this, reply);
                break;
            case { } message:
                _events.OnEvent(this, message);
                break;
        }
    }

    private PendingRequest? Find(string requestId)
    {
        lock (_lock)
        {
            if (!_unanswered.Remove(requestId, out PendingRequest? request))
                return null;
            _order.Remove(requestId);
            return request;
        }
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (true)
            {
                if (Next(out ReadOnlyMemory<byte> text, out IFrameSource? source, out bool last))
                {
                    if (source is null)
                        await _transport.SendTextAsync(text).ConfigureAwait(false);
                    else
                        await SendFrameAsync(source).ConfigureAwait(false);
                }
                else if (last)
                {
                    break;
                }
                else
                {
                    await _work.WaitAsync().ConfigureAwait(false);
                }
            }
            if (_closing is { } reason && !_ended)
                await _transport.CloseAsync(reason).ConfigureAwait(false);
        }
        catch (Exception e) when (Failures.IsOfConnection(e))
        {
            LogSend(_logger, e, Endpoint);
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
        lock (_lock)
            _ready.Enqueue(source); // behind the others: they take turns
    }

    private bool Next(out ReadOnlyMemory<byte> text, out IFrameSource? source, out bool last)
    {
        (text, source) = (default, null);
        lock (_lock)
        {
            last = _ended || (_closing is not null && _requests.Count == 0 && _ready.Count == 0);
            if (last)
                return false;
            if (_requests.TryDequeue(out PendingRequest? request))
            {
                string id = (++_lastRequest).ToString(CultureInfo.InvariantCulture);
                _unanswered.Add(id, request);
                _order.Add(id);
                text = V4ClientMessages.Write(request.ToSend(id));
                return true;
            }
            return _ready.TryDequeue(out source);
        }
    }

    [LoggerMessage(EventId = LogEvents.SendFailed, Level = LogLevel.Debug, Message = "Sending to {Endpoint} failed")]
    private static partial void LogSend(ILogger logger, Exception error, AudioDaemonEndpoint endpoint);
}
