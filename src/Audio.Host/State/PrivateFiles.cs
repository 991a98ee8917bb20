using System.Runtime.InteropServices;
using Audio.Host.Native;

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

    /// <summary>
    /// Opens a file for writing and creates it and its folder if missing. A link is not followed, except in /dev, so
    /// that whoever may write to the folder cannot send this user's writes elsewhere.
    /// </summary>
    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (
            OperatingSystem.IsWindows()
            || mode == FileMode.CreateNew
            || path.StartsWith("/dev/", StringComparison.Ordinal)
        )
        {
            return OpenAny(path, mode, share);
        }

        try
        {
            return OpenAny(path, FileMode.CreateNew, share); // O_EXCL: a link counts as a file that is there
        }
        catch (IOException) when (Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            return OpenExisting(path, mode, share);
        }
    }

    private static FileStream OpenExisting(string path, FileMode mode, FileShare share)
    {
        int descriptor = UnixCalls.Open(path, UnixCalls.WriteOnly | UnixCalls.NonBlocking | UnixCalls.NoFollow);
        if (descriptor < 0)
        {
            throw new IOException($"{Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}: {path}");
        }

        try
        {
            // .NET opens the same file again by its descriptor, and locks it.
            return OpenAny($"/dev/fd/{descriptor}", mode == FileMode.Create ? mode : FileMode.Open, share);
        }
        finally
        {
            _ = UnixCalls.Close(descriptor);
        }
    }

    private static FileStream OpenAny(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = share,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows() && mode is not FileMode.Open)
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
        string draft = $"{path}.{Guid.NewGuid():N}.tmp"; // a name that nobody can have taken before
        using (FileStream stream = Open(draft, FileMode.CreateNew, FileShare.None))
            stream.Write(content);
        File.Move(draft, path, overwrite: true);
    }
}
