using System.Net;
using System.Net.Sockets;
using Audio.Cli.Daemon.Connections;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Audio.Cli.Tests.Daemon.Connections;

/// <summary>Who gets a place at a listener, and what happens when the system has none.</summary>
public sealed class ListenerPlacesTests : IDisposable
{
    private const int Limit = 300;

    private readonly FakeTimeProvider _time = new();
    private readonly LogLinesSink _log = new();
    private readonly Logger _logger;
    private readonly DescriptorBudget _budget;
    private readonly ConnectionShortage _shortage;
    private int _open = 100;

    public ListenerPlacesTests()
    {
        _logger = new LoggerConfiguration().WriteTo.Sink(_log).CreateLogger();
        _budget = new DescriptorBudget(Limit, () => _open, _time);
        _shortage = new ConnectionShortage(_budget, _logger, _time);
    }

    public void Dispose()
    {
        _shortage.Dispose();
        _logger.Dispose();
    }

    [Fact]
    public void Beyond_the_ordinary_places_are_kept_ones_and_then_the_longest_silent_is_displaced()
    {
        ListenerPlaces places = Places(ordinary: 2, kept: 1);
        ConnectionPlace[] taken = [Take(places), Take(places), Take(places)];

        taken.Select(p => p.IsOrdinary).Should().Equal(true, true, false);
        places.TryTake(hasSpoken: false, out TimeSpan wait).Should().BeNull("all are new, and may still speak");
        wait.Should().BePositive();
        places.TryTake(hasSpoken: true, out _).Should().NotBeNull();
        taken.Select(IsDisplaced).Should().Equal(true, false, false);
        _time.Advance(TimeSpan.FromSeconds(1));
        places.TryTake(hasSpoken: false, out _).Should().NotBeNull();
        taken.Select(IsDisplaced).Should().Equal(true, true, false);
    }

    [Fact]
    public void Who_speaks_from_a_kept_place_gets_that_of_a_silent_connection()
    {
        ListenerPlaces places = Places(ordinary: 1, kept: 1);
        ConnectionPlace silent = Take(places);

        places.Settle(Take(places)).Should().BeTrue();

        IsDisplaced(silent).Should().BeTrue();
    }

    [Fact]
    public void Who_has_spoken_is_never_displaced()
    {
        ListenerPlaces places = Places(ordinary: 1, kept: 1);
        ConnectionPlace first = Take(places);
        places.Settle(first).Should().BeTrue();
        ConnectionPlace second = Take(places);
        places.Settle(second).Should().BeFalse("it has a kept place");
        _time.Advance(TimeSpan.FromSeconds(1));

        places.TryTake(hasSpoken: true, out _).Should().BeNull();

        (IsDisplaced(first) || IsDisplaced(second)).Should().BeFalse();
        places.Leave(first);
        places.Settle(second).Should().BeTrue("there is an ordinary one now");
    }

    [Fact]
    public void The_descriptors_of_the_program_are_not_for_connections()
    {
        _open = Limit - DescriptorBudget.Reserve + 1;
        ListenerPlaces places = Places(ordinary: 100, kept: 1);

        bool[] ordinary = [.. Enumerable.Range(0, 5).Select(_ => Take(places).IsOrdinary)];

        ordinary.Should().Equal([true, true, true, true, false], "four are there whatever others have taken");

        _open = Limit - DescriptorBudget.Floor + 3;
        _time.Advance(TimeSpan.FromSeconds(1));
        Places(ordinary: 100, kept: 1).TryTake(hasSpoken: true, out _).Should().BeNull();
    }

    [Fact]
    public void A_shortage_is_logged_when_it_begins_and_when_it_ends()
    {
        ListenerPlaces places = Places(ordinary: 4, kept: 0);
        _shortage.Watch(() => places.HasRoom);
        ConnectionPlace[] taken = [Take(places), Take(places), Take(places), Take(places)];
        foreach (ConnectionPlace place in taken)
            places.Settle(place).Should().BeTrue();
        for (int i = 0; i < 100; i++)
            places.TryTake(hasSpoken: true, out _).Should().BeNull();
        foreach (ConnectionPlace place in taken)
            places.Leave(place);
        _time.Advance(TimeSpan.FromSeconds(2));

        _log.Lines.Should()
            .Equal(
                $"Too many connections for {Limit} file descriptors: new ones are turned away, except for /health",
                "Connections are accepted again; 100 were turned away"
            );
    }

    [Fact]
    public async Task When_the_system_has_no_descriptor_accepting_pauses()
    {
        int asked = 0;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var factory = new SocketConnectionContextFactory(new(), NullLogger.Instance);
        var listener = new GuardedListener(
            socket,
            _ =>
                ++asked <= 8
                    ? throw new SocketException((int)SocketError.TooManyOpenSockets)
                    : throw new ObjectDisposedException(nameof(Socket)),
            Places(ordinary: 1, kept: 0),
            _budget,
            factory,
            _shortage,
            _time
        );

        Task<ConnectionContext?> accepting = listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask();

        asked.Should().Be(1, "it tries again later");
        for (int seconds = 0; seconds < 10; seconds++)
            _time.Advance(TimeSpan.FromSeconds(1));
        (await accepting).Should().BeNull("the listener was closed");
        asked.Should().Be(9);
        _log.Lines[0].Should().StartWith("Too many connections");
        await listener.DisposeAsync();
    }

    private ListenerPlaces Places(int ordinary, int kept) => new(ordinary, kept, _budget, _shortage, _time);

    private ConnectionPlace Take(ListenerPlaces places)
    {
        ConnectionPlace place = places.TryTake(hasSpoken: false, out _)!;
        place.Connection = new DefaultConnectionContext();
        places.Offer(place);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        return place;
    }

    private static bool IsDisplaced(ConnectionPlace place) => place.IsLeft;

    private sealed class LogLinesSink : ILogEventSink
    {
        public List<string> Lines { get; } = [];

        public void Emit(LogEvent logEvent) => Lines.Add(logEvent.RenderMessage());
    }
}
