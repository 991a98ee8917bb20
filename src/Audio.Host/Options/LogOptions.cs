namespace Audio.Host.Options;

/// <summary>Where the log goes, and how much of it is kept.</summary>
internal sealed record LogOptions
{
    /// <summary>The folder of the log; <see langword="null"/>: the usual place of this system.</summary>
    public string? Directory { get; init; }

    /// <summary>The file, relative to the folder or absolute; <see langword="null"/>: <c>audiod-PORT.log</c>.</summary>
    public string? File { get; init; }

    /// <summary>At this size the file is put aside and a new one begun; 16 KiB to 1 GiB.</summary>
    public long MaxFileBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Files kept in all, the current one included; 1 to 100.</summary>
    public int FilesKept { get; init; } = 5;
}
