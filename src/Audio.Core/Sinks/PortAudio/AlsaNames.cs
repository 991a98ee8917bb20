using System.Runtime.InteropServices;
using Audio.Core.Sinks.PortAudio.Native;

namespace Audio.Core.Sinks.PortAudio;

/// <summary>
/// Checks whether ALSA's configuration names any device. If it names none, as in a container without alsa.conf,
/// PortAudio 19.6 (Debian 12) aborts the whole process, so this is checked first.
/// </summary>
internal static unsafe partial class AlsaNames
{
    private const string Library = "libasound.so.2";

    /// <summary>
    /// False only if PortAudio's ALSA backend would find no name at all. Under <see cref="LibPortAudio.Gate"/>.
    /// </summary>
    public static bool AreThere()
    {
        if (
            !OperatingSystem.IsLinux()
            || !NativeLibrary.TryLoad(
                Library,
                typeof(AlsaNames).Assembly,
                DllImportSearchPath.SafeDirectories,
                out nint handle
            )
            || !NativeLibrary.TryGetExport(handle, "snd_config", out nint root)
        )
        {
            return true; // no ALSA, nothing to abort
        }

        return ConfigUpdate() >= 0 && *(nint*)root is var tree && tree != 0 && ConfigSearch(tree, "pcm", out _) >= 0;
    }

    /// <summary>Reloads the configuration if its files have changed.</summary>
    [LibraryImport(Library, EntryPoint = "snd_config_update")]
    private static partial int ConfigUpdate();

    [LibraryImport(Library, EntryPoint = "snd_config_search", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ConfigSearch(nint tree, string key, out nint found);
}
