using Audio.Core.Wires.V4;
using Audio.Protocol.V4;

namespace Audio.Core.Tests.Wires.V4;

/// <summary>A client of <see cref="HandoverWorld"/> and its connection.</summary>
internal sealed class HandoverPeer
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly V4Connection _connection;
    private readonly Task _run;
    private int _asked; // while its connection was open
    private bool _hasLeft;

    public HandoverPeer(string name, V4Server server)
    {
        Name = name;
        _connection = server.Accept(Transport, name);
        _run = _connection.RunAsync();
    }

    public string Name { get; }

    public SteppedTransport Transport { get; } = new();

    public string Token => Told<V4Welcome>().Single().ResumeToken;

    /// <summary>What it does, one after the other.</summary>
    public Queue<Action> Plan { get; } = [];

    /// <summary>Its next step, if it can take one.</summary>
    public Action? Next =>
        Transport.IsHalted ? Transport.GoOn
        : Transport.IsReceiving && Plan.Count > 0 ? () => Plan.Dequeue()()
        : null;

    public bool IsOpen => !_connection.Outbox.IsClosing && !_hasLeft;

    /// <summary>Whether a reply of it waits for room, which it will not get.</summary>
    public bool IsStuck => Transport.IsUnread && _connection.Outbox.IsClosing && !_hasLeft;

    /// <summary>
    /// Whether nothing of it is under way, and it was told everything. One that reads nothing may wait for itself.
    /// </summary>
    public bool IsAtRest =>
        _run.IsCompleted || IsOpen && Transport.IsUnread || Transport.IsReceiving && (!IsOpen || Replies == _asked);

    private int Replies => Told<V4Resumed>().Count() + Told<V4Error>().Count();

    public static async Task UntilAsync(Func<bool> condition, string why)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Limit)
                throw new TimeoutException(why);
            await Task.Yield();
        }
    }

    public Task WelcomeAsync() => UntilToldAsync<V4Welcome>(1);

    public Task UntilToldAsync<T>(int count)
        where T : V4ServerMessage => UntilAsync(() => Told<T>().Count() == count, $"{Name} is told {typeof(T).Name}");

    public IEnumerable<T> Told<T>() => Transport.Sent.OfType<T>();

    public void Resume(string token)
    {
        if (IsOpen)
            _asked++;
        Transport.Deliver(new V4Resume { Token = token });
    }

    public void ResumeAtOnce(string token)
    {
        _asked++;
        Transport.DeliverAtOnce(new V4Resume { Token = token });
    }

    public void End(int? code)
    {
        _hasLeft = true;
        Transport.End(code);
    }

    /// <summary>It goes on, or it knows that another connection has its sessions.</summary>
    public async Task CheckAsync(string run)
    {
        if (_hasLeft || Transport.IsUnread)
            return;
        if (!IsOpen)
        {
            await UntilAsync(() => Transport.CloseCode is not null, $"{Name} is closed in {run}");
            Transport.CloseCode.Should().Be(V4Connection.ResumedElsewhere);
            return;
        }
        Transport.DeliverAtOnce(new V4Ping());
        await UntilToldAsync<V4Pong>(1);
        Told<V4Error>()
            .Should()
            .NotContain(
                error => error.Code != V4ErrorCodes.InvalidToken && error.Code != V4ErrorCodes.InvalidField,
                run
            );
    }
}
