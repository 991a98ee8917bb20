using Audio.Core.Wires.Transports;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Wires.Transports;

/// <summary>The looks at connections that are held back, in virtual time.</summary>
public sealed class HeldConnectionsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(4);

    private readonly FakeTimeProvider _time = new();
    private readonly HeldConnections _all;
    private readonly List<PeerState> _found = [];
    private PeerState _peer;
    private int _looks;

    public HeldConnectionsTests() => _all = new HeldConnections(_time);

    [Fact]
    public void A_peer_that_is_gone_is_found_once()
    {
        using HeldConnection connection = Watch();
        connection.Hold();
        _time.Advance(Soon);
        _found.Should().BeEmpty();

        _peer = PeerState.Gone;
        _time.Advance(Soon);
        _time.Advance(Soon);
        connection.Hold();
        _time.Advance(Soon);

        _found.Should().Equal(PeerState.Gone);
    }

    [Fact]
    public void A_peer_that_finishes_and_goes_later_is_found_twice()
    {
        using HeldConnection connection = Watch();
        connection.Hold();

        _peer = PeerState.Finished;
        _time.Advance(Soon);
        _time.Advance(Soon);
        _peer = PeerState.Gone;
        _time.Advance(Soon);

        _found.Should().Equal(PeerState.Finished, PeerState.Gone);
    }

    [Fact]
    public void No_time_is_spent_while_none_is_held()
    {
        using HeldConnection connection = Watch();
        _time.Advance(TimeSpan.FromHours(1));
        _looks.Should().Be(0);

        connection.Hold();
        connection.Release();
        _peer = PeerState.Gone;
        _time.Advance(TimeSpan.FromHours(1));

        _looks.Should().Be(0, "the web server reads it and sees its end");
        connection.Hold();
        _time.Advance(Soon);
        _found.Should().Equal(PeerState.Gone);
        _looks.Should().Be(1);
        _time.Advance(TimeSpan.FromHours(1));
        _looks.Should().Be(1, "there is nothing more to find");
    }

    [Fact]
    public void One_that_is_over_is_not_looked_at()
    {
        HeldConnection connection = Watch();
        using HeldConnection other = Watch();
        connection.Hold();
        other.Hold();
        _time.Advance(Soon);
        int before = _looks;

        connection.Dispose();
        _time.Advance(TimeSpan.FromSeconds(3));

        (_looks - before).Should().Be(1);
    }

    private HeldConnection Watch() =>
        _all.Watch(
            () =>
            {
                _looks++;
                return _peer;
            },
            _found.Add
        );
}
