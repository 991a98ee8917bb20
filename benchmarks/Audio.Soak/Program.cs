using System.CommandLine;
using Audio.LoadGenerator.Commands;
using Audio.Soak;
using Audio.Soak.Report;

Option<string> daemon = new("--daemon")
{
    Required = true,
    Description = "The daemon's program",
    HelpName = "PATH",
};
Option<TimeSpan> time = Span.Option(
    "--time",
    "How long clients come",
    TimeSpan.FromMinutes(30),
    TimeSpan.FromSeconds(1),
    TimeSpan.FromDays(7)
);
Option<int> seed = Span.Number("--seed", "What decides the clients' choices", 1, 0, int.MaxValue);
Option<int> clients = Span.Number("--clients", "Clients at a time", 24, 1, 200);
Option<int> first = Span.Number("--first", "The first client's number", 0, 0, int.MaxValue);
Option<int> count = Span.Number("--count", "How many clients come, at most", int.MaxValue, 1, int.MaxValue);
Option<int> settled = Span.Number("--settled", "MiB that may be resident once all are gone", 150, 50, 100_000);
Option<FileInfo?> keepLog = new("--keep-log")
{
    Description = "Where the daemon's log goes if something is wrong",
    HelpName = "FILE",
};
var command = new RootCommand("Clients over all wires that come, go, stall and die; benchmarks/soak.sh runs it.")
{
    daemon,
    time,
    seed,
    clients,
    first,
    count,
    settled,
    keepLog,
};
command.SetAction(
    async (said, cancellationToken) =>
    {
        var options = new SoakOptions
        {
            Daemon = said.GetValue(daemon)!,
            Time = said.ValueOr(time, TimeSpan.FromMinutes(30)),
            Seed = said.ValueOr(seed, 1),
            Clients = said.ValueOr(clients, 24),
            First = said.ValueOr(first, 0),
            Count = said.GetResult(count) is null ? null : said.GetValue(count),
            SettledMiB = said.ValueOr(settled, 150),
            KeptLog = said.GetValue(keepLog)?.FullName,
        };
        SoakOutcome outcome = await new SoakRun(options, Console.Error).RunAsync(cancellationToken);
        await Console.Out.WriteAsync(MarkdownReport.Write(outcome));
        return outcome.IsGood ? 0 : 1;
    }
);
return await command.Parse(args).InvokeAsync();
