using Audio.Core.Engine;
using Audio.Host.Clients;
using Audio.Host.Http.Play;
using Audio.Host.Options;
using Audio.Host.Reports;
using Audio.Host.Running;
using Audio.Host.State;
using Audio.Host.Transports;
using Audio.Host.V4;
using Audio.Testing;
using Microsoft.AspNetCore.Builder;
using Serilog;
using Serilog.Core;

namespace Audio.Host.Tests.Running;

/// <summary>Everything the daemon owns may be disposed twice, in any order, at any time.</summary>
public sealed class DisposalTests : IDisposable
{
    private const int Orders = 12;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_service_may_be_disposed_before_and_after_the_daemon_in_any_order()
    {
        for (int order = 0; order < Orders; order++)
        {
            await using Daemon daemon = await StartAsync();
            object[] owned = [.. OwnedDisposables.Of(daemon.App.Services)];
            owned
                .Select(item => item.GetType())
                .Should()
                .Contain([
                    typeof(AudioEngine),
                    typeof(EndedSessions),
                    typeof(InactivitySweeper),
                    typeof(SignalLifetime),
                ]);
            owned
                .Select(item => item.GetType().Name)
                .Should()
                .Contain(["AudioOutput", "NullSink", "Channels"], "what services hold is found");
            object[] all = [.. owned, daemon.App, daemon.Local, daemon.Claim, daemon.Log];
            new Random(order).Shuffle(all);

            foreach (object item in all)
                await OwnedDisposables.DisposeAsync(item);
            foreach (object item in all.Reverse())
                await OwnedDisposables.DisposeAsync(item, times: 1);

            Directory.EnumerateFileSystemEntries(_folder.File("run")).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task Any_one_of_them_may_be_disposed_first_and_the_daemon_still_stops_in_order()
    {
        int count;
        int index = 0;
        do
        {
            await using Daemon daemon = await StartAsync();
            IReadOnlyList<object> owned = OwnedDisposables.Of(daemon.App.Services);
            count = owned.Count;

            await OwnedDisposables.DisposeAsync(owned[index]);
            await daemon.App.StopAsync(TestContext.Current.CancellationToken);
        } while (++index < count);
    }

    [Fact]
    public async Task What_was_built_and_not_started_may_be_disposed()
    {
        await using Daemon daemon = Build();

        foreach (object item in OwnedDisposables.Of(daemon.App.Services))
            await OwnedDisposables.DisposeAsync(item);
    }

    [Fact]
    public async Task Every_type_that_can_be_made_may_be_disposed_twice()
    {
        await using Daemon daemon = await StartAsync();
        var standIns = new StandIns(daemon.App.Services, _folder);
        var made = new List<Type>();
        foreach (Type type in OwnedDisposables.Types.Where(type => !type.ContainsGenericParameters))
        {
            if (standIns.Make(type) is not { } item)
                continue;
            made.Add(type);
            await OwnedDisposables
                .DisposeAsync(item)
                .WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        made.Should()
            .Contain([
                typeof(WebSocketTransport),
                typeof(WebSocketReceiver),
                typeof(Upload),
                typeof(SignalLifetime),
                typeof(InactivitySweeper),
                typeof(EndedSessions),
            ]);
        made.Select(type => type.Name)
            .Should()
            .Contain(["WavFile", "WavSink", "NullSink", "PulseSink", "PortAudioSink", "Channels"]);
    }

    private async Task<Daemon> StartAsync()
    {
        Daemon daemon = Build();
        DaemonApplication.StartEngine(daemon.App);
        await daemon.App.StartAsync();
        return daemon;
    }

    private Daemon Build()
    {
        var options = new DaemonOptions
        {
            Port = 0,
            Engine = new() { Sink = new() { Sink = "null" } },
        };
        string run = _folder.File("run");
        Directory.CreateDirectory(run);
        var claim = PortClaim.Take([], 0);
        LocalSocket local = LocalSocket.Take(
            options,
            claim.Port,
            name => name == "XDG_RUNTIME_DIR" ? run : null,
            out _
        )!;
        Logger log = new LoggerConfiguration().CreateLogger();
        var identity = new DaemonIdentity(claim.Port, TimeProvider.System);
        WebApplication app = DaemonApplication.Build(
            options,
            identity,
            claim,
            local,
            TimeProvider.System,
            log,
            new BusFile(_folder.Path, claim.Port)
        );
        return new Daemon(app, claim, local, log);
    }

    /// <summary>
    /// Everything a run of the daemon disposes, in that order; the local socket and the port are also disposed when it
    /// is told to stop.
    /// </summary>
    private sealed record Daemon(WebApplication App, PortClaim Claim, LocalSocket Local, Logger Log) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            Local.Dispose();
            await Log.DisposeAsync();
            Claim.Dispose();
        }
    }
}
