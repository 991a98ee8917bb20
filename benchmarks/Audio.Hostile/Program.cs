using System.CommandLine;
using Audio.Hostile;
using Audio.Hostile.Floods;
using Audio.Hostile.Report;
using Audio.LoadGenerator.Commands;

const int UsualSeconds = 8;
Option<string> daemon = new("--daemon")
{
    Required = true,
    Description = "The daemon's program",
    HelpName = "PATH",
};
Option<string?> only = new("--only") { Description = "Runs this flood alone", HelpName = "NAME" };
only.AcceptOnlyFromAmong([.. AllFloods.List.Select(static flood => flood.Name)]);
Option<int> seconds = Span.Number("--seconds", "How long each flood lasts", UsualSeconds, 1, 600);
var command = new RootCommand("Floods, and what others notice of them; benchmarks/hostile.sh runs it.")
{
    daemon,
    only,
    seconds,
};
command.SetAction(
    async (said, _) =>
    {
        var run = new FloodRun(said.GetValue(daemon)!, TimeSpan.FromSeconds(said.ValueOr(seconds, UsualSeconds)));
        Console.WriteLine(FloodRow.Head);
        var rows = new List<FloodRow>();
        foreach (
            Flood flood in AllFloods.List.Where(flood => said.GetValue(only) is not { } name || name == flood.Name)
        )
        {
            FloodRow row = await run.RunAsync(flood);
            Console.WriteLine(row);
            rows.Add(row);
        }
        foreach (FloodRow row in rows.Where(static row => row.Death is not null))
            Console.WriteLine($"\n{row.Flood}: the daemon died.\n{row.Death}");
        return rows.Exists(static row => row.Death is not null) ? 1 : 0;
    }
);
return await command.Parse(args).InvokeAsync();
