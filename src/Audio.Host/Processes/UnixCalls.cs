using System.Runtime.InteropServices;

namespace Audio.Host.Processes;

/// <summary>The few calls of the C library that .NET has no own word for. Unix only.</summary>
internal static partial class UnixCalls
{
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;

    /// <summary>O_APPEND: every write goes to the end, whoever else writes.</summary>
    public static int Append { get; } = OperatingSystem.IsLinux() ? 0x400 : 0x8;

    /// <summary>O_NONBLOCK: opening a pipe waits for nobody.</summary>
    public static int NonBlocking { get; } = OperatingSystem.IsLinux() ? 0x800 : 0x4;

    /// <summary>ENOENT: there is no such file.</summary>
    public const int NoEntry = 2;

    /// <summary>The errno of opening a socket as a file: ENXIO on Linux, EOPNOTSUPP on macOS.</summary>
    public static int NoSuchDevice { get; } = OperatingSystem.IsLinux() ? 6 : 102;

    /// <summary>Makes this process the leader of a session without a terminal.</summary>
    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    public static partial int SetSid();

    /// <summary>Makes <paramref name="target"/> another name of <paramref name="source"/>.</summary>
    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    public static partial int Dup2(int source, int target);

    /// <summary>
    /// Opens a file that exists; creating one would need the variadic third argument, which cannot be bound portably.
    /// </summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    /// <summary>Closes a descriptor.</summary>
    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);
}
