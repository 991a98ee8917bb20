using Audio.Core.Wires.V4;
using Audio.Protocol;
using Audio.Protocol.V4;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Wires.V4;

/// <summary>
/// A server whose connections take their steps in the order that <see cref="Interleavings"/> chooses: each message is
/// halted once after it has passed its gate, and whoever waits for a gate goes on when it is chosen.
/// </summary>
internal sealed class HandoverWorld
{
    private int _opened;
    private readonly Interleavings _choices;
    private readonly TestEngine _test;
    private readonly V4Server _server;
    private readonly List<IThreadPoolWorkItem> _ready = [];
    private readonly Dictionary<string, HandoverPeer> _peers = [];

    public HandoverWorld(Interleavings choices)
    {
        _choices = choices;
        _test = new TestEngine(start: Start);
        _server = new V4Server(_test.Engine, options: null, _test.Time);
    }

    /// <summary>The connections that are still open.</summary>
    public IEnumerable<HandoverPeer> Open => _peers.Values.Where(static peer => peer.IsOpen);

    public HandoverPeer this[string name] => _peers[name];

    /// <summary>A client that connects, and may have a session of its own name.</summary>
    public async Task ConnectAsync(string name, bool hasSession)
    {
        var peer = new HandoverPeer(name, _server);
        _peers[name] = peer;
        await peer.WelcomeAsync();
        if (!hasSession)
            return;
        _opened++;
        peer.Transport.DeliverAtOnce(
            new V4StartSession { AudioFormat = V4AudioFormat.Of(AudioFormat.Pcm16(48_000, 1)), SessionId = name }
        );
        await peer.UntilToldAsync<V4SessionStarted>(1);
    }

    /// <summary>A client reads nothing any more, until one of its replies waits for room.</summary>
    public void FillReplies(string name)
    {
        HandoverPeer peer = _peers[name];
        peer.Transport.IsUnread = true;
        while (peer.Transport.IsReceiving)
            peer.Transport.DeliverAtOnce(new V4Ping());
    }

    /// <summary>Adds a step of a client: <c>A takes B</c>, <c>A cut</c> or <c>A closes</c>.</summary>
    public void Plan(string step)
    {
        string[] words = step.Split(' ');
        HandoverPeer peer = _peers[words[0]];
        peer.Plan.Enqueue(
            words[1] switch
            {
                "takes" => () => peer.Resume(_peers[words[2]].Token),
                "cut" => () => peer.End(code: null),
                _ => () => peer.End(1000),
            }
        );
    }

    /// <summary>Takes all steps in the chosen order.</summary>
    public async Task RunAsync()
    {
        while (Possible() is { Count: > 0 } steps)
        {
            steps[_choices.Choose(steps.Count)]();
            foreach (HandoverPeer peer in _peers.Values.Where(static peer => peer.IsStuck))
                await HandoverPeer.UntilAsync(() => peer.Transport.IsReceiving, peer.Name);
        }

        // Cuts a connection that cannot even be closed; a hand-over would have to wait longer to be refused.
        _test.Time.Advance(TimeSpan.FromSeconds(3));
        foreach (HandoverPeer peer in _peers.Values)
            await HandoverPeer.UntilAsync(() => peer.IsAtRest, $"{peer.Name} waits for ever in run {_choices}");
    }

    /// <summary>Takes one of the steps that are possible now, by its place among them.</summary>
    public void Take(int step) => Possible()[step]();

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan time) => _test.Time.Advance(time);

    /// <summary>Asserts what holds at the end of every run.</summary>
    /// <param name="goOn">Whether all streams go on, since no client has left in order.</param>
    public async Task CheckAsync(bool goOn)
    {
        if (goOn)
        {
            _test.Engine.Sessions.Should().HaveCount(_opened, $"none has ended (run {_choices})");
            _test
                .Engine.Sessions.Should()
                .NotContain(static session => session.IsStreamEnded, $"their clients can send on (run {_choices})");
        }

        foreach (HandoverPeer peer in _peers.Values)
            await peer.CheckAsync($"run {_choices}");

        var owned = new List<string>();
        foreach (HandoverPeer peer in _peers.Values.ToArray())
        {
            var auditor = new HandoverPeer("auditor", _server);
            await auditor.WelcomeAsync();
            auditor.ResumeAtOnce(peer.Token);
            await HandoverPeer.UntilAsync(
                () =>
                {
                    if (Possible() is { Count: > 0 } steps)
                        steps[0]();
                    return auditor.IsAtRest;
                },
                "the audit ends"
            );
            owned.AddRange(
                auditor.Told<V4Resumed>().SelectMany(static r => r.Sessions).Select(static s => s.SessionId)
            );
        }
        owned
            .Should()
            .BeEquivalentTo(
                _test.Engine.Sessions.Select(static session => session.Id),
                $"each session has one client, which can be resumed (run {_choices})"
            );
    }

    private List<Action> Possible()
    {
        List<Action> steps = [.. _peers.Values.Select(static peer => peer.Next).OfType<Action>()];
        lock (_ready)
        {
            foreach (IThreadPoolWorkItem item in _ready)
                steps.Add(() => Execute(item));
        }
        return steps;
    }

    private void Execute(IThreadPoolWorkItem item)
    {
        lock (_ready)
            _ready.Remove(item);
        item.Execute();
    }

    private void Start(IThreadPoolWorkItem item)
    {
        if (item is not V4Gate)
        {
            item.Execute();
            return;
        }
        lock (_ready)
            _ready.Add(item);
    }
}
