namespace Audio.Host.Options;

/// <summary>Where the log goes, and how much of it is kept.</summary>
internal sealed record LogOptions
{
    /// <summary>The folder of the log; <see langword="null"/> for the system's default.</summary>
    public string? Directory { get; init; }

    /// <summary>
    /// The file, absolute or relative to the folder; <see langword="null"/> for <c>audiod-PORT.log</c>.
    /// </summary>
    public string? File { get; init; }

    /// <summary>The size at which a new file is started; 16 KiB to 1 GiB.</summary>
    public long MaxFileBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>The number of files kept, including the current one; 1 to 100.</summary>
    public int FilesKept { get; init; } = 5;
}
