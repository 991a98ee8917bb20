namespace Audio.Soak;

/// <summary>A run.</summary>
internal sealed record SoakOptions
{
    /// <summary>The daemon's program.</summary>
    public required string Daemon { get; init; }

    /// <summary>How long clients come.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>What decides the clients' choices.</summary>
    public required int Seed { get; init; }

    /// <summary>Clients at a time.</summary>
    public required int Clients { get; init; }

    /// <summary>The first client's number.</summary>
    public int First { get; init; }

    /// <summary>How many clients come; <see langword="null"/>: as many as there is time for.</summary>
    public int? Count { get; init; }

    /// <summary>Resident memory that the daemon may have once all are gone.</summary>
    public required double SettledMiB { get; init; }

    /// <summary>Where the daemon's log is kept when something went wrong; <see langword="null"/>: nowhere.</summary>
    public string? KeptLog { get; init; }
}
