using System.Runtime.InteropServices;

namespace Audio.Core.Codecs.Opus;

/// <summary>
/// The system's libopus (opus_multistream.h), which decodes with floats.
/// </summary>
/// <remarks>
/// Concentus would search for it as well. But it does not find what is installed without the files for developers
/// (<c>libopus.so.0</c>), and then it deletes a file <c>libopus.so</c> of the current folder and copies one from the
/// folder <c>runtimes</c> there: a program that a user starts anywhere may do neither.
/// </remarks>
internal static unsafe class OpusLibrary
{
    private static readonly nint Library = Load();
    private static readonly delegate* unmanaged[Cdecl]<int, int, int, int, byte*, int*, nint> CreateFunction =
        (delegate* unmanaged[Cdecl]<int, int, int, int, byte*, int*, nint>)Export("opus_multistream_decoder_create");
    private static readonly delegate* unmanaged[Cdecl]<nint, byte*, int, float*, int, int, int> DecodeFunction =
        (delegate* unmanaged[Cdecl]<nint, byte*, int, float*, int, int, int>)Export("opus_multistream_decode_float");
    private static readonly delegate* unmanaged[Cdecl]<nint, void> DestroyFunction = (delegate* unmanaged[Cdecl]<
        nint,
        void>)Export("opus_multistream_decoder_destroy");

    /// <summary>Whether the library is installed; checked once.</summary>
    public static bool IsInstalled => CreateFunction != null && DecodeFunction != null && DestroyFunction != null;

    /// <summary>Makes a decoder.</summary>
    /// <returns>It; 0: it could not be made.</returns>
    public static nint Create(int sampleRate, int channels, int streams, int coupled, ReadOnlySpan<byte> mapping)
    {
        int error;
        fixed (byte* first = mapping)
            return CreateFunction(sampleRate, channels, streams, coupled, first, &error);
    }

    /// <summary>Decodes a packet; an empty one is lost.</summary>
    /// <returns>Frames written; negative: an error.</returns>
    public static int Decode(nint decoder, ReadOnlySpan<byte> packet, Span<float> samples, int frames)
    {
        fixed (byte* data = packet)
        fixed (float* pcm = samples)
            return DecodeFunction(decoder, data, packet.Length, pcm, frames, 0);
    }

    /// <summary>Ends a decoder.</summary>
    public static void Destroy(nint decoder) => DestroyFunction(decoder);

    // Only where the system and the program itself are: never from the current folder.
    private static nint Load()
    {
        string[] names =
            OperatingSystem.IsWindows() ? ["opus.dll"]
            : OperatingSystem.IsMacOS() ? ["libopus.0.dylib", "/opt/homebrew/lib/libopus.0.dylib"]
            : ["libopus.so.0"];
        nint library = 0;
        _ = names.Any(name =>
            NativeLibrary.TryLoad(name, typeof(OpusLibrary).Assembly, DllImportSearchPath.SafeDirectories, out library)
        );
        return library;
    }

    private static nint Export(string name) =>
        Library != 0 && NativeLibrary.TryGetExport(Library, name, out nint address) ? address : 0;
}
