using System.Diagnostics;
using Audio.LoadGenerator.Clients;
using Audio.LoadGenerator.Measuring;
using Audio.LoadGenerator.Sockets;

namespace Audio.LoadGenerator.Driving;

/// <summary>
/// One thread that sends for many speakers on schedule, and reads what the daemon sends them. Everything due within the
/// same millisecond uses one wake-up, and one call per connection; first chunks are sent exactly on time.
/// </summary>
internal sealed class Driver : IDisposable
{
    /// <summary>A session is opened this long before its first chunk is meant to be sent.</summary>
    public static readonly TimeSpan OpenAhead = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(60);

    // Immutable.
    private readonly LoadOptions _options;
    private readonly LoadConnection[] _connections;
    private readonly IReadOnlyList<Speaker> _speakers;
    private readonly long _coalesce;

    // Any thread.
    private volatile bool _stopping;

    // This thread only.
    private readonly Epoll _epoll = new();
    private readonly PriorityQueue<Speaker, long> _plan = new();
    private readonly HashSet<LoadConnection> _unsent = [];
    private readonly List<int> _readable = [];
    private bool _stopped;
    private int _living;

    public Driver(LoadOptions options, Recorder recorder, LoadConnection[] connections, IReadOnlyList<Speaker> speakers)
    {
        _options = options;
        _connections = connections;
        _speakers = speakers;
        _coalesce = Ticks(options.Coalesce);
        Recorder = recorder;
        recorder.Over = OnOver;
        for (int i = 0; i < connections.Length; i++)
        {
            int tag = i;
            connections[i].Connected = socket => _epoll.Add(socket.Socket, tag);
        }
    }

    /// <summary>The results of its sessions.</summary>
    public Recorder Recorder { get; }

    /// <summary>Its connections.</summary>
    public int ConnectionCount => _connections.Length;

    /// <summary>Starts no more sessions and lets the current ones end. Any thread.</summary>
    public void Stop() => _stopping = true;

    /// <summary>Runs until all its speakers have finished.</summary>
    public void Run()
    {
        _living = _speakers.Count;
        foreach (Speaker speaker in _speakers)
            _plan.Enqueue(speaker, speaker.Start - Ticks(OpenAhead));
        long deadline = long.MaxValue;
        while (_living > 0)
        {
            long now = Stopwatch.GetTimestamp();
            if (_stopping && !_stopped)
            {
                StopAll(now);
                deadline = now + Ticks(_options.Lead + EndLimit);
            }
            if (now > deadline)
            {
                Recorder.Fault($"{_living} sessions did not end within {EndLimit.TotalSeconds:0} s.");
                break;
            }
            while (_plan.TryPeek(out Speaker? next, out long due) && due <= now)
            {
                _plan.Dequeue();
                Act(next, now);
            }
            Flush();
            _epoll.Wait(UntilNext(), _readable);
            if (_readable.Count > 0)
                Read();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LoadConnection connection in _connections)
            connection.Dispose();
        _epoll.Dispose();
    }

    private void Act(Speaker speaker, long now)
    {
        LoadConnection connection = speaker.Connection;
        try
        {
            if (speaker.Phase == SpeakerPhase.Waiting)
            {
                connection.Open(speaker);
                Recorder.Started++;
                speaker.Phase = SpeakerPhase.Speaking;
                _unsent.Add(connection);
                _plan.Enqueue(speaker, speaker.Start);
                return;
            }
            if (speaker.Phase != SpeakerPhase.Speaking)
                return;
            if (!connection.IsReady(speaker))
            {
                _plan.Enqueue(speaker, now + Ticks(Retry));
                return;
            }

            SendDue(speaker, now);
            if (_stopped || speaker.Sent == speaker.Chunks)
            {
                connection.End(speaker);
                speaker.Phase = SpeakerPhase.Ending;
                return;
            }
            long next = speaker.NextDue();
            _plan.Enqueue(speaker, (next + _coalesce - 1) / _coalesce * _coalesce);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            Recorder.Fault(e.Message);
            Finish(speaker);
        }
    }

    private void SendDue(Speaker speaker, long now)
    {
        int chunks = speaker.Due(now) - speaker.Sent;
        if (chunks <= 0)
            return;
        Recorder.SentLate(now - speaker.NextDue());
        speaker.Connection.Send(speaker, chunks);
        speaker.Sent += chunks;
        Recorder.Chunks += chunks;
        _unsent.Add(speaker.Connection);
    }

    private void StopAll(long now)
    {
        _stopped = true;
        foreach (Speaker speaker in _speakers)
        {
            if (speaker.Phase == SpeakerPhase.Waiting)
            {
                Finish(speaker);
            }
            else if (speaker.Phase == SpeakerPhase.Speaking)
            {
                _unsent.Add(speaker.Connection);
                Act(speaker, now);
            }
        }
    }

    private void Flush()
    {
        foreach (LoadConnection connection in _unsent)
        {
            try
            {
                connection.Socket?.Flush();
            }
            catch (IOException e)
            {
                Lose(connection, e.Message);
            }
        }
        _unsent.RemoveWhere(static connection => connection.Socket is not { HasUnsent: true });
    }

    private TimeSpan UntilNext()
    {
        if (_unsent.Count > 0)
            return Retry;
        if (!_plan.TryPeek(out _, out long due))
            return LongestWait;
        TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        return left > LongestWait ? LongestWait : left;
    }

    private void Read()
    {
        long now = Stopwatch.GetTimestamp();
        foreach (int tag in _readable)
        {
            LoadConnection connection = _connections[tag];
            try
            {
                if (!connection.Receive(now))
                    Lose(connection, "The daemon closed a connection.");
            }
            catch (Exception e) when (e is IOException or System.Text.Json.JsonException or Protocol.ProtocolException)
            {
                Lose(connection, e.Message);
            }
        }
    }

    private void Lose(LoadConnection connection, string why)
    {
        Speaker[] lost =
        [
            .. _speakers.Where(speaker =>
                speaker.Connection == connection
                && (!connection.IsOneSession || speaker.Phase is SpeakerPhase.Speaking or SpeakerPhase.Ending)
            ),
        ];
        if (lost.Any(static speaker => speaker.Phase != SpeakerPhase.Done))
            Recorder.Fault(why);
        foreach (Speaker speaker in lost)
            Finish(speaker);
        connection.Dispose();
    }

    /// <summary>A session has ended; the time of the next one is already fixed.</summary>
    private void OnOver(Speaker speaker)
    {
        if (_stopped || _stopping || speaker.Chunks == int.MaxValue)
        {
            Finish(speaker);
            return;
        }
        speaker.MoveOn();
        _plan.Enqueue(speaker, speaker.Start - Ticks(OpenAhead));
    }

    private void Finish(Speaker speaker)
    {
        if (speaker.Phase == SpeakerPhase.Done)
            return;
        speaker.Phase = SpeakerPhase.Done;
        _living--;
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
