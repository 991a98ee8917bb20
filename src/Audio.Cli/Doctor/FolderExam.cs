using Audio.Host.State;

namespace Audio.Cli.Doctor;

/// <summary>Whether files can be written where the daemon writes them.</summary>
internal static class FolderExam
{
    public static Finding Look(string subject, string folder) =>
        CanWrite(folder, out string reason)
            ? new Finding(Verdict.Good, subject, $"{folder} can be written.")
            : new Finding(Verdict.Bad, subject, reason);

    /// <summary>Makes a file in a folder, or in the one it would be made in, and removes it again.</summary>
    public static bool CanWrite(string folder, out string reason)
    {
        reason = "";
        string existing = folder;
        while (
            !Directory.Exists(existing)
            && !File.Exists(existing)
            && Path.GetDirectoryName(existing) is { Length: > 0 } above
        )
        {
            existing = above;
        }
        // nobody else's, also not that of a probe that was killed
        string probe = Path.Combine(existing, $".audiod-{Guid.NewGuid():N}");
        try
        {
            using (PrivateFiles.Open(probe, FileMode.CreateNew, FileShare.None)) { }
            File.Delete(probe);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reason = $"{folder} cannot be written: {e.Message}";
            return false;
        }
    }
}
