namespace Audio.Core.Tests.Sinks;

/// <summary>
/// Tests that place sounds by the clock on a real sound server have the machine to themselves: beside the others the
/// server misses its turns.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class QuietMachine
{
    public const string Name = "Quiet machine";
}
