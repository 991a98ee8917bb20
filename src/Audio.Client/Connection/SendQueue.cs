using System.Globalization;
using Audio.Protocol.V4;

namespace Audio.Client.Connection;

/// <summary>
/// What a connection has to send, and the requests it has sent that are not answered. Requests go first; then each
/// session sends one frame in turn. Any thread.
/// </summary>
internal sealed class SendQueue
{
    // Under the lock.
    private readonly Lock _lock = new();
    private readonly Queue<IRequest> _requests = new();
    private readonly Queue<IFrameSource> _ready = new();
    private readonly Dictionary<string, IRequest> _unanswered = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private State _state = State.Open;
    private long _lastId;

    private enum State
    {
        Open,

        /// <summary>Takes no more requests; what is queued is still sent.</summary>
        Closing,

        /// <summary>Takes nothing and sends nothing.</summary>
        Ended,
    }

    /// <summary>Whether it has ended.</summary>
    public bool IsEnded
    {
        get
        {
            lock (_lock)
                return _state == State.Ended;
        }
    }

    /// <returns>False: the connection is closing or has ended; the caller keeps the request.</returns>
    public bool TryAdd(IRequest request)
    {
        lock (_lock)
        {
            if (_state != State.Open)
                return false;
            _requests.Enqueue(request);
            return true;
        }
    }

    /// <summary>Puts a session behind those that wait for their turn. Each may be in the queue once.</summary>
    public void Add(IFrameSource source)
    {
        lock (_lock)
        {
            if (_state != State.Ended)
                _ready.Enqueue(source);
        }
    }

    /// <summary>Takes no more requests; <see cref="SendStep.End"/> follows when what is queued was sent.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (_state == State.Open)
                _state = State.Closing;
        }
    }

    /// <summary>The connection is gone: the next step is <see cref="SendStep.End"/>.</summary>
    public void End()
    {
        lock (_lock)
            _state = State.Ended;
    }

    /// <summary>Takes out what is to be sent next. A request counts as unanswered from here on.</summary>
    public SendStep Next(out ReadOnlyMemory<byte> text, out IFrameSource? source)
    {
        (text, source) = (default, null);
        lock (_lock)
        {
            if (_state == State.Ended)
                return SendStep.End;
            if (_requests.TryDequeue(out IRequest? request))
            {
                string id = (++_lastId).ToString(CultureInfo.InvariantCulture);
                _unanswered.Add(id, request);
                _order.Add(id);
                text = V4ClientMessages.Write(request.ToSend(id));
                return SendStep.Request;
            }
            if (_ready.TryDequeue(out source))
                return SendStep.Frame;
            return _state == State.Closing ? SendStep.End : SendStep.Wait;
        }
    }

    /// <summary>Takes out the request that a reply belongs to; null: there is none.</summary>
    public IRequest? TakeAnswered(string requestId)
    {
        lock (_lock)
        {
            if (!_unanswered.Remove(requestId, out IRequest? request))
                return null;
            _order.Remove(requestId);
            return request;
        }
    }

    /// <summary>The requests without a reply, in their order: those sent, then those queued.</summary>
    public IReadOnlyList<IRequest> Unanswered()
    {
        lock (_lock)
            return [.. _order.Select(id => _unanswered[id]), .. _requests];
    }
}
