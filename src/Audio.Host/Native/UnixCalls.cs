using System.Runtime.InteropServices;

namespace Audio.Host.Native;

/// <summary>C library calls that .NET does not offer. Unix only.</summary>
internal static partial class UnixCalls
{
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;

    /// <summary>O_APPEND: every write goes to the end of the file, even with several writers.</summary>
    public static int Append { get; } = OperatingSystem.IsLinux() ? 0x400 : 0x8;

    /// <summary>O_NONBLOCK: opening a pipe does not wait.</summary>
    public static int NonBlocking { get; } = OperatingSystem.IsLinux() ? 0x800 : 0x4;

    /// <summary>O_NOFOLLOW: a link is not opened.</summary>
    public static int NoFollow { get; } =
        OperatingSystem.IsMacOS() ? 0x100
        : RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x8000
        : 0x20000;

    /// <summary>ENOENT: no such file.</summary>
    public const int NoEntry = 2;

    /// <summary>The errno when a socket is opened as a file: ENXIO on Linux, EOPNOTSUPP on macOS.</summary>
    public static int NoSuchDevice { get; } = OperatingSystem.IsLinux() ? 6 : 102;

    /// <summary>Makes this process the leader of a new session without a terminal.</summary>
    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    public static partial int SetSid();

    /// <summary>Makes <paramref name="target"/> refer to the same file as <paramref name="source"/>.</summary>
    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    public static partial int Dup2(int source, int target);

    /// <summary>
    /// Opens an existing file. Creating one would need the variadic third argument, which cannot be bound portably.
    /// </summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    /// <summary>Closes a file descriptor.</summary>
    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);
}
