using System.Runtime.InteropServices;

namespace Audio.Baseline;

/// <summary>A playback stream of libpulse-simple, with the daemon's period of 5 ms and latency of 10 ms.</summary>
internal sealed unsafe partial class SimpleStream : IDisposable
{
    private const string Library = "libpulse-simple.so.0";
    private const int Playback = 1; // PA_STREAM_PLAYBACK
    private const int S16Le = 3; // PA_SAMPLE_S16LE

    private nint _stream;

    public SimpleStream(int sampleRate)
    {
        uint period = (uint)(sampleRate / 200 * sizeof(short));
        var format = new Format
        {
            Encoding = S16Le,
            Rate = (uint)sampleRate,
            Channels = 1,
        };
        var buffer = new Buffer
        {
            MaxLength = uint.MaxValue,
            TargetLength = 2 * period,
            Prebuffer = period,
            MinimumRequest = period,
            FragmentSize = uint.MaxValue,
        };
        _stream = New(null, "baseline", Playback, null, "baseline", &format, 0, &buffer, out int error);
        if (_stream == 0)
            throw new InvalidOperationException($"libpulse-simple does not open a stream: error {error}.");
    }

    /// <summary>Blocks while the server's buffer is full.</summary>
    public void Write(ReadOnlySpan<byte> samples)
    {
        fixed (byte* data = samples)
        {
            if (Write(_stream, data, (nuint)samples.Length, out int error) < 0)
                throw new InvalidOperationException($"libpulse-simple does not write: error {error}.");
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _stream, 0) is var stream && stream != 0)
            Free(stream);
    }

    [LibraryImport(Library, EntryPoint = "pa_simple_new", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint New(
        string? server,
        string name,
        int direction,
        string? device,
        string streamName,
        Format* format,
        nint map,
        Buffer* buffer,
        out int error
    );

    [LibraryImport(Library, EntryPoint = "pa_simple_write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Write(nint stream, byte* data, nuint bytes, out int error);

    [LibraryImport(Library, EntryPoint = "pa_simple_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Free(nint stream);

    [StructLayout(LayoutKind.Sequential)]
    private struct Format
    {
        public int Encoding;
        public uint Rate;
        public byte Channels;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Buffer
    {
        public uint MaxLength;
        public uint TargetLength;
        public uint Prebuffer;
        public uint MinimumRequest;
        public uint FragmentSize;
    }
}
