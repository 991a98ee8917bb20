using Audio.Host.State;

namespace Audio.Cli.Doctor;

/// <summary>Checks whether the daemon could write to a folder.</summary>
internal static class FolderCheck
{
    public static Finding Look(string subject, string folder) =>
        CanWrite(folder, out string reason)
            ? new Finding(Verdict.Good, subject, $"{folder} is writable.")
            : new Finding(Verdict.Bad, subject, reason);

    /// <summary>Creates and removes a file in a folder, or in its nearest existing parent.</summary>
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
        // The name is unique, even if an earlier probe was killed and left its file behind.
        string probe = Path.Combine(existing, $".audiod-{Guid.NewGuid():N}");
        try
        {
            using (PrivateFiles.Open(probe, FileMode.CreateNew, FileShare.None)) { }
            File.Delete(probe);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reason = $"{folder} is not writable: {e.Message}";
            return false;
        }
    }
}
