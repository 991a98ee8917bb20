namespace Audio.Host.State;

/// <summary>
/// Files and folders for the user alone: 0600 and 0700 on Unix; on Windows the profile's own rights hold.
/// </summary>
internal static class PrivateFiles
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode700 = FileMode600 | UnixFileMode.UserExecute;

    /// <summary>
    /// Makes the folder and those above it, where they are missing; one that exists keeps its rights.
    /// </summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        // Level by level: the call gives the rights to the last one only.
        if (Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path)) is { Length: > 0 } above)
            CreateFolder(above);
        Directory.CreateDirectory(path, FolderMode700);
    }

    /// <summary>Opens for writing; makes the folder and the file where they are missing.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = share,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = FileMode600;
        return new FileStream(path, options);
    }

    /// <summary>Why a file cannot be written, for the middle of a sentence that names it.</summary>
    public static string Reason(Exception error) =>
        error switch
        {
            UnauthorizedAccessException => "this user may not",
            DirectoryNotFoundException or FileNotFoundException => "there is no such folder",
            _ => error.Message.TrimEnd('.'),
        };

    /// <summary>
    /// Writes the whole file so that a reader sees either the old or the new text, never half of one.
    /// </summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        string draft = $"{path}.{Environment.ProcessId}.tmp";
        using (FileStream stream = Open(draft, FileMode.Create, FileShare.None))
            stream.Write(content);
        File.Move(draft, path, overwrite: true);
    }
}
