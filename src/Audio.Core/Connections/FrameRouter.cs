using System.Collections.Concurrent;
using Audio.Core.Sessions;
using Audio.Protocol.Chunks;

namespace Audio.Core.Connections;

/// <summary>Hands the frames of one connection to its sessions, by handle.</summary>
internal sealed class FrameRouter(FrameHold hold, Func<SessionOptions, uint, AudioSession> open) : IObserver<ChunkFrame>
{
    // Any thread.
    private readonly ConcurrentDictionary<uint, AudioSession> _sessions = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private uint _lastHandle;
    private long _framesDropped;

    public Task Completion => _completion.Task;

    public long FramesDropped => Interlocked.Read(ref _framesDropped);

    public AudioSession Open(SessionOptions options)
    {
        AudioSession session = open(options, Interlocked.Increment(ref _lastHandle));
        Route(session);
        return session;
    }

    /// <summary>Takes over a session of another connection, under a new handle.</summary>
    public void Adopt(AudioSession session)
    {
        session.Handle = Interlocked.Increment(ref _lastHandle);
        Route(session);
    }

    /// <summary>Forgets a session: it outlives this connection.</summary>
    public void Release(AudioSession session) => _sessions.TryRemove(session.Handle, out AudioSession? _);

    private void Route(AudioSession session)
    {
        _sessions[session.Handle] = session;
        _ = session.Completion.ContinueWith(
            static (_, state) =>
            {
                var (sessions, handle) = ((ConcurrentDictionary<uint, AudioSession>, uint))state!;
                sessions.TryRemove(handle, out AudioSession? _);
            },
            (_sessions, session.Handle),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    public void OnNext(ChunkFrame value)
    {
        if (_sessions.TryGetValue(value.Session, out AudioSession? session))
            session.Accept(value, hold);
        else
            Interlocked.Increment(ref _framesDropped);
    }

    public void OnCompleted()
    {
        DisconnectAll();
        _completion.TrySetResult();
    }

    public void OnError(Exception error)
    {
        DisconnectAll();
        _completion.TrySetException(error);
    }

    private void DisconnectAll()
    {
        foreach (AudioSession session in _sessions.Values)
            session.Complete(SessionEndReason.Disconnected);
    }
}
