namespace Audio.EndToEnd.Tests.Sound;

/// <summary>
/// Tests that measure the machine or play in real time through a sound server: one at a time, after all others, so that
/// what they show is the daemon and not its neighbours.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class QuietMachine
{
    public const string Name = "Quiet machine";
}
