using System.Buffers.Binary;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Audio.LoadGenerator.Sockets;

/// <summary>
/// Waits for many sockets on one thread, with microsecond resolution. .NET's sockets would use more threads; here the
/// sending thread also reads, so that the generator stays cheaper than what it measures. Linux only, like the rest,
/// which reads /proc.
/// </summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    private const int MaxEvents = 256;
    private const int Readable = 1; // EPOLLIN
    private const int ControlAdd = 1; // EPOLL_CTL_ADD
    private const int Interrupted = 4; // EINTR

    /// <summary>The kernel packs the structure on x86-64 and nowhere else.</summary>
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    private readonly int _epoll = EpollCreate(0);
    private readonly byte[] _events = new byte[MaxEvents * 16];

    /// <summary>Watches a socket until it is closed.</summary>
    /// <param name="socket">Which.</param>
    /// <param name="tag">What <see cref="Wait"/> returns when it is readable.</param>
    public void Add(Socket socket, int tag)
    {
        Span<byte> entry = stackalloc byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(entry, Readable);
        BinaryPrimitives.WriteInt64LittleEndian(entry[DataOffset..], tag);
        fixed (byte* pointer = entry)
        {
            if (EpollControl(_epoll, ControlAdd, (int)socket.Handle, pointer) != 0)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Waits until something can be read, or the time is over.</summary>
    /// <param name="timeout">0 to 1 s.</param>
    /// <param name="tags">Receives the tags of what can be read.</param>
    public void Wait(TimeSpan timeout, List<int> tags)
    {
        tags.Clear();
        var limit = new TimeSpec(0, Math.Clamp(timeout.Ticks * 100, 0, 999_999_999));
        int count;
        fixed (byte* pointer = _events)
            count = EpollWait(_epoll, pointer, MaxEvents, in limit, null);
        if (count < 0 && Marshal.GetLastPInvokeError() is var error && error != Interrupted)
            throw new Win32Exception(error);
        for (int i = 0; i < count; i++)
            tags.Add((int)BinaryPrimitives.ReadInt64LittleEndian(_events.AsSpan(i * (DataOffset + 8) + DataOffset)));
    }

    /// <inheritdoc/>
    public void Dispose() => _ = Close(_epoll);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int EpollControl(int epoll, int operation, int file, byte* entry);

    [LibraryImport("libc", EntryPoint = "epoll_pwait2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int EpollWait(int epoll, byte* events, int maxEvents, in TimeSpec timeout, void* signals);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);

    private readonly record struct TimeSpec(long Seconds, long Nanoseconds);
}
