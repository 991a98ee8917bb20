using System.Runtime.InteropServices;

namespace Audio.Cli.Processes;

/// <summary>How many files and sockets this process may have open. Any thread.</summary>
internal static partial class DescriptorLimit
{
    /// <summary>OPEN_MAX: macOS refuses more, even where the hard limit is infinite.</summary>
    private const nuint MostOnMac = 10_240;

    private static int Resource => OperatingSystem.IsLinux() ? 7 : 8; // RLIMIT_NOFILE

    /// <summary>Raises the limit as far as this user may.</summary>
    /// <returns>The limit; <see cref="int.MaxValue"/> where there is none.</returns>
    public static int Raise()
    {
        if (OperatingSystem.IsWindows() || GetLimit(Resource, out Limit limit) != 0)
            return int.MaxValue;
        nuint most = OperatingSystem.IsMacOS() ? nuint.Min(limit.Hard, MostOnMac) : limit.Hard;
        if (limit.Soft < most && SetLimit(Resource, limit with { Soft = most }) == 0)
            limit = limit with { Soft = most };
        return (int)nuint.Min(limit.Soft, int.MaxValue);
    }

    /// <summary>The descriptors that are open; very many if there is none left to look with.</summary>
    public static int CountOpen()
    {
        try
        {
            string folder = OperatingSystem.IsLinux() ? "/proc/self/fd" : "/dev/fd";
            return Directory.EnumerateFileSystemEntries(folder).Count();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return short.MaxValue;
        }
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in Limit limit);

    /// <summary>struct rlimit.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit
    {
        public nuint Soft { get; init; }
        public nuint Hard { get; init; }
    }
}
