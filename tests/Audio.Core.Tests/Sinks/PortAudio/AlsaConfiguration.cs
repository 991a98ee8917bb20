using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Audio.Core.Tests.Sinks.PortAudio;

/// <summary>
/// What ALSA, and so PortAudio, sees in this process: nothing, on whatever machine the tests run, unless a test says
/// otherwise. Set before any other code runs, as a native library reads the environment without asking who else is
/// writing it.
/// </summary>
internal static partial class AlsaConfiguration
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("alsa").FullName;
    private static int _written;

    private static string FilePath => Path.Combine(Folder, "asound.conf");

    /// <summary>
    /// ALSA's default device: a stream to this PulseAudio server. PortAudio sees it at its next start.
    /// </summary>
    public static void UsePulse(string server) =>
        Write(
            $"pcm.!default {{ type pulse\n server \"{server}\" }}\nctl.!default {{ type pulse\n server "
                + $"\"{server}\" }}\n"
        );

    /// <summary>Not even a name.</summary>
    public static void UseNoNames() => Write("# nothing\n");

    /// <summary>No device: one that is named and not there.</summary>
    public static void UseNothing() => Write("pcm.absent { type hw\n card 77 }\n");

    [ModuleInitializer]
    internal static void Initialize()
    {
        if (!OperatingSystem.IsLinux())
            return;
        UseNothing();
        _ = SetEnv("ALSA_CONFIG_PATH", FilePath, 1);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);
    }

    /// <summary>
    /// ALSA tells a changed file by its inode, which a file system gives again once it is free, and its time in whole
    /// seconds: so every text has a second of its own.
    /// </summary>
    private static void Write(string text)
    {
        string fresh = Path.Combine(Folder, Guid.NewGuid().ToString("N"));
        File.WriteAllText(fresh, text);
        File.SetLastWriteTimeUtc(fresh, DateTime.UnixEpoch.AddSeconds(++_written));
        File.Move(fresh, FilePath, overwrite: true);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnv(string name, string value, int overwrite);
}
