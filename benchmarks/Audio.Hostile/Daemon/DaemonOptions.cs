namespace Audio.Hostile.Daemon;

/// <summary>How a run's daemon is started.</summary>
internal sealed record DaemonOptions
{
    /// <summary>The program: a library that <c>dotnet</c> runs.</summary>
    public required string Program { get; init; }

    /// <summary>Options other than port, sink and folders.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Descriptors that it may have; <see langword="null"/>: as many as this process.</summary>
    public int? MaxFiles { get; init; }
}
