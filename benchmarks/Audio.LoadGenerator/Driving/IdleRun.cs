using Audio.LoadGenerator.Clients;
using Audio.LoadGenerator.Measuring;
using Audio.LoadGenerator.Sockets;

namespace Audio.LoadGenerator.Driving;

/// <summary>
/// Opens many idle connections, measures the daemon's memory for them, and checks that each still answers.
/// </summary>
/// <param name="options">The daemon and the protocol, which is version 3 or 4.</param>
/// <param name="log">Told how it goes.</param>
internal sealed class IdleRun(LoadOptions options, TextWriter log)
{
    /// <summary>Connections that are opened before their answers are read.</summary>
    private const int Batch = 100;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    /// <summary>Runs it.</summary>
    public async Task<IdleReport> RunAsync(int count)
    {
        using var epoll = new Epoll();
        var connections = new List<IdleConnection>(count);
        var before = ProcessUsage.Of(options.ProcessId);
        try
        {
            while (connections.Count < count)
            {
                var connection = new IdleConnection(options, new Recorder(options));
                int tag = connections.Count;
                connection.Connected = socket => epoll.Add(socket.Socket, tag);
                connection.Connect();
                connections.Add(connection);
                if (connections.Count % Batch == 0)
                    Read(epoll, connections, static c => c.Welcomes == 1);
            }
            Read(epoll, connections, static c => c.Welcomes == 1);
            await log.WriteLineAsync($"{count} connections are open.");

            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
            var settled = ProcessUsage.Of(options.ProcessId);
            await Task.Delay(options.Measured, TimeProvider.System);
            var after = ProcessUsage.Of(options.ProcessId);
            for (int i = 0; i < count; i++)
            {
                connections[i].Ping();
                connections[i].Socket!.Flush();
                if (i % Batch == 0)
                    Read(epoll, connections, static c => c.Pongs == c.Pings);
            }
            Read(epoll, connections, static c => c.Pongs == c.Pings);
            var answered = ProcessUsage.Of(options.ProcessId);
            return new IdleReport
            {
                Connections = count,
                Answered = connections.Count(static c => c.Pongs == 1),
                ResidentBeforeMb = before.ResidentBytes / 1e6,
                ResidentMb = after.ResidentBytes / 1e6,
                ResidentAnsweredMb = answered.ResidentBytes / 1e6,
                PeakResidentMb = answered.PeakResidentBytes / 1e6,
                KilobytesEach = (after.ResidentBytes - before.ResidentBytes) / 1e3 / count,
                Cpu = (after.Cpu - settled.Cpu) / options.Measured,
                WakeUps = after.WakeUpsSince(settled) / options.Measured.TotalSeconds,
            };
        }
        finally
        {
            foreach (IdleConnection connection in connections)
                connection.Dispose();
        }
    }

    /// <summary>Reads until every connection has its answer.</summary>
    private static void Read(Epoll epoll, List<IdleConnection> connections, Predicate<IdleConnection> isDone)
    {
        var readable = new List<int>();
        long start = TimeProvider.System.GetTimestamp();
        while (!connections.TrueForAll(isDone))
        {
            if (TimeProvider.System.GetElapsedTime(start) > AnswerLimit)
            {
                throw new IOException(
                    $"{connections.Count(c => !isDone(c))} of {connections.Count} connections were not answered "
                        + $"within {AnswerLimit.TotalSeconds:0} s."
                );
            }

            epoll.Wait(TimeSpan.FromMilliseconds(100), readable);
            foreach (int tag in readable)
            {
                if (!connections[tag].Receive(0))
                {
                    throw new IOException(
                        $"The daemon closed connection {tag} (see its --max-clients, and the limit of open files)."
                    );
                }
            }
        }
    }

    /// <summary>An idle connection: receives its welcome and, when it pings, a pong.</summary>
    private sealed class IdleConnection(LoadOptions options, Recorder recorder)
        : WebSocketConnection(
            options,
            recorder,
            options.Protocol == LoadProtocol.V4 ? Protocol.V4.V4Wire.Subprotocol : null
        )
    {
        public int Welcomes { get; private set; }

        public int Pongs { get; private set; }

        public int Pings { get; private set; }

        public void Ping()
        {
            Pings++;
            Say("""{"type":"ping"}"""u8);
        }

        public override bool IsReady(Speaker speaker) => false;

        public override void Open(Speaker speaker) => throw new NotSupportedException();

        public override void Send(Speaker speaker, int chunks) => throw new NotSupportedException();

        public override void End(Speaker speaker) => throw new NotSupportedException();

        protected override void Take(ReadOnlySpan<byte> json, long now)
        {
            if (json.StartsWith("{\"type\":\"welcome\""u8))
                Welcomes++;
            else if (json.StartsWith("{\"type\":\"pong\""u8))
                Pongs++;
        }
    }
}

/// <summary>The results of idle connections. For CPU figures, 1 is one core.</summary>
internal sealed record IdleReport
{
    /// <summary>How many.</summary>
    public required int Connections { get; init; }

    /// <summary>Those that answered at the end.</summary>
    public required int Answered { get; init; }

    /// <summary>The daemon's memory before.</summary>
    public required double ResidentBeforeMb { get; init; }

    /// <summary>Its memory with all of them.</summary>
    public required double ResidentMb { get; init; }

    /// <summary>Its memory after each connection had sent a ping.</summary>
    public required double ResidentAnsweredMb { get; init; }

    /// <summary>Its peak memory.</summary>
    public required double PeakResidentMb { get; init; }

    /// <summary>The memory per connection.</summary>
    public required double KilobytesEach { get; init; }

    /// <summary>The daemon's CPU while all are idle.</summary>
    public required double Cpu { get; init; }

    /// <summary>How often a second its threads woke meanwhile.</summary>
    public required double WakeUps { get; init; }
}
