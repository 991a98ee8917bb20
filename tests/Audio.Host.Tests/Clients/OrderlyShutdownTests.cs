using Audio.Host.Clients;
using Audio.Host.Options;
using Audio.Host.Tests.WebSockets;
using Audio.Protocol;
using Audio.Testing.Engines;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using static Audio.Host.Tests.V3.DialectRig;

namespace Audio.Host.Tests.Clients;

public sealed class OrderlyShutdownTests : IDisposable
{
    private readonly EndpointRig _rig = new(new DaemonOptions { DrainLimit = TimeSpan.FromSeconds(10) });
    private readonly Lifetime _lifetime = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _lifetime.Dispose();

    [Fact]
    public async Task What_plays_is_played_to_its_end_then_everybody_is_closed_with_1000()
    {
        OrderlyShutdown shutdown = await StartAsync();
        EndpointRig.ConnectedClient silent = await _rig.ConnectAsync();
        EndpointRig.ConnectedClient playing = await _rig.ConnectAsync();
        await playing.AskAsync(StartPcm16);
        await playing.Socket.SendAsync(Chunk(TestEngine.Ramp(480)));
        await playing.AskAsync("""{"type":"ping"}""");
        Task<string> closed = playing.Socket.ReceiveAsync();

        _lifetime.StopApplication();
        Task stopped = shutdown.StopAsync(Cancel);
        (await _rig.AskAsync(upgrade: true)).Should().Be((503, "The daemon is shutting down.\n"));
        (await silent.AskAsync(StartPcm16)).Should().Contain("The engine is closing; no new sessions.");
        closed.IsCompleted.Should().BeFalse("it still plays");
        stopped.IsCompleted.Should().BeFalse();

        _rig.PlayOut();
        (await closed).Should().Be("close 1000 Daemon shutting down");
        (await silent.Socket.ReceiveAsync()).Should().Be("close 1000 Daemon shutting down");
        await stopped;
        _rig.Heard().Take(480).Should().Equal(TestEngine.Ramp(480));
        _rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Completed);
    }

    [Fact]
    public async Task What_plays_longer_than_the_limit_is_not_waited_for()
    {
        OrderlyShutdown shutdown = await StartAsync();
        EndpointRig.ConnectedClient playing = await _rig.ConnectAsync();
        await playing.AskAsync(StartPcm16);
        await playing.Socket.SendAsync(Chunk(TestEngine.Ramp(480)));
        await playing.AskAsync("""{"type":"ping"}""");

        _lifetime.StopApplication();
        Task stopped = shutdown.StopAsync(Cancel);
        _rig.Test.Time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        stopped.IsCompleted.Should().BeFalse();
        _rig.Test.Time.Advance(TimeSpan.FromTicks(1));

        (await playing.Socket.ReceiveAsync()).Should().Be("close 1000 Daemon shutting down");
        await stopped;
    }

    [Fact]
    public async Task With_nothing_to_play_it_is_over_at_once()
    {
        OrderlyShutdown shutdown = await StartAsync();
        EndpointRig.ConnectedClient silent = await _rig.ConnectAsync();

        _lifetime.StopApplication();

        (await silent.Socket.ReceiveAsync()).Should().Be("close 1000 Daemon shutting down");
        await shutdown.StopAsync(Cancel);
        await silent.CloseAfterDaemonAsync();
        _rig.Clients.Count.Should().Be(0);
    }

    private async Task<OrderlyShutdown> StartAsync()
    {
        var shutdown = new OrderlyShutdown(
            _rig.Clients,
            _rig.Test.Engine,
            _lifetime,
            _rig.Options,
            NullLogger<OrderlyShutdown>.Instance
        );
        await shutdown.StartAsync(Cancel);
        return shutdown;
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
