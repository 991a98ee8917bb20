namespace Audio.Host.State;

/// <summary>
/// Creates files and folders that only the user may access: 0600 and 0700 on Unix; on Windows the profile's permissions
/// apply.
/// </summary>
internal static class PrivateFiles
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode700 = FileMode600 | UnixFileMode.UserExecute;

    /// <summary>Creates the folder and its missing parents; existing ones keep their permissions.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        // Level by level, because the call sets the permissions of the last level only.
        if (Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path)) is { Length: > 0 } above)
            CreateFolder(above);
        Directory.CreateDirectory(path, FolderMode700);
    }

    /// <summary>Opens a file for writing and creates it and its folder if missing.</summary>
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

    /// <summary>The reason why a file cannot be written, as part of a sentence that names it.</summary>
    public static string Reason(Exception error) =>
        error switch
        {
            UnauthorizedAccessException => "this user may not",
            DirectoryNotFoundException or FileNotFoundException => "there is no such folder",
            _ => error.Message.TrimEnd('.'),
        };

    /// <summary>Replaces the whole file atomically: a reader sees either the old text or the new one.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        string draft = $"{path}.{Environment.ProcessId}.tmp";
        using (FileStream stream = Open(draft, FileMode.Create, FileShare.None))
            stream.Write(content);
        File.Move(draft, path, overwrite: true);
    }
}
