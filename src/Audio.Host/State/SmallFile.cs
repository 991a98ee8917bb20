using System.Runtime.InteropServices;
using Audio.Host.Native;
using Microsoft.Win32.SafeHandles;

namespace Audio.Host.State;

/// <summary>
/// Reads a file from a folder that others may write to, where the name may have come to mean anything: a pipe without a
/// writer, an endless device, a folder, a gigabyte.
/// </summary>
internal static class SmallFile
{
    /// <summary>Reads all bytes of a file without ever blocking.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">The maximum size.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it, or it is a folder.</exception>
    /// <exception cref="InvalidDataException">The file is larger than allowed.</exception>
    public static byte[] Read(string path, int mostBytes)
    {
        using SafeFileHandle handle = Open(path);
        byte[] bytes = new byte[Math.Min(4096, mostBytes + 1)];
        int count = 0;
        while (Read(handle, bytes.AsSpan(count), count) is > 0 and int read)
        {
            count += read;
            if (count > mostBytes)
                throw new InvalidDataException($"it has more than {mostBytes} bytes");
            if (count == bytes.Length)
                Array.Resize(ref bytes, Math.Min(2 * count, mostBytes + 1));
        }
        return bytes[..count];
    }

    private static int Read(SafeFileHandle handle, Span<byte> target, int offset)
    {
        try
        {
            return RandomAccess.Read(handle, target, offset);
        }
        catch (NotSupportedException e)
        {
            throw new IOException("It is a pipe, not a file.", e);
        }
    }

    private static SafeFileHandle Open(string path)
    {
        if (path.Contains('\0'))
            throw new FileNotFoundException("No file has such a name.", path);
        if (OperatingSystem.IsWindows())
            return File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        int descriptor = UnixCalls.Open(path, UnixCalls.NonBlocking); // .NET's own call would block on a pipe
        int error = Marshal.GetLastPInvokeError();
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true)
            : error == UnixCalls.NoEntry ? throw new FileNotFoundException(Marshal.GetPInvokeErrorMessage(error), path)
            : throw new IOException(Marshal.GetPInvokeErrorMessage(error));
    }
}
