namespace Audio.Soak.Clients;

/// <summary>What a client may do, with how often.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="Weight">How often, relative to the others.</param>
/// <param name="RunAsync">Does it. The hand-written clients keep their thread throughout.</param>
internal sealed record Script(string Name, int Weight, Func<Turn, Task> RunAsync)
{
    private static readonly Script[] All =
    [
        Of("v4 speak", 10, V4Scripts.Speak),
        Of("v4 speak together", 6, V4Scripts.SpeakTogether),
        Of("v4 cancel", 5, V4Scripts.Cancel),
        Of("v4 pause full", 6, V4Scripts.PauseFull),
        Of("v4 stall reading", 3, V4Scripts.StallReading),
        Of("v4 never feed", 3, V4Scripts.NeverFeed),
        Of("v4 shared name", 6, V4Scripts.SharedName),
        Of("v4 on channel", 6, V4Scripts.OnChannel),
        Of("v4 die", 14, V4LossScripts.Die),
        Of("v4 come back", 8, V4LossScripts.ComeBack),
        Of("v4 crosswise", 6, V4LossScripts.Crosswise),
        Of("v4 flood", 3, V4HostileScripts.Flood),
        Of("v4 nonsense", 3, V4HostileScripts.Nonsense),
        Of("v4 garbage", 3, V4HostileScripts.Garbage),
        Of("v3 speak", 6, V3Scripts.Speak),
        Of("v3 replace", 4, V3Scripts.Replace),
        Of("v3 die", 6, V3Scripts.Die),
        Of("v3 stall reading", 3, V3Scripts.StallReading),
        Of("v3 flood", 3, V3Scripts.Flood),
        Of("http play", 6, HttpScripts.Play),
        Of("http drop", 6, HttpScripts.Drop),
        Of("http hang up", 6, HttpScripts.HangUp),
        Of("http slow", 3, HttpScripts.Slow),
        Of("http refused", 4, HttpScripts.Refused),
        Of("http meddle", 6, HttpScripts.Meddle),
        Of("http look", 4, HttpScripts.Look),
        new("package play", 5, PackageScripts.PlayAsync),
        new("package drop", 4, PackageScripts.DropAsync),
    ];

    private static readonly int Total = All.Sum(static script => script.Weight);

    /// <summary>The script of a client: its first choice.</summary>
    public static Script Of(Turn turn)
    {
        int at = turn.Random.Next(Total);
        return All.First(script => (at -= script.Weight) < 0);
    }

    private static Script Of(string name, int weight, Action<Turn> run) =>
        new(name, weight, turn =>
            Task.Factory.StartNew(
                () => run(turn),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            )
        );
}
