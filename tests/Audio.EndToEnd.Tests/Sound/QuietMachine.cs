namespace Audio.EndToEnd.Tests.Sound;

/// <summary>
/// Tests that measure, or play in real time through a sound server. They run one at a time, after all others, so that
/// other tests do not disturb them.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class QuietMachine
{
    public const string Name = "Quiet machine";
}
