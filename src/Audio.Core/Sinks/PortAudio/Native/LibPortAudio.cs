using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.PortAudio.Native;

/// <summary>
/// The part of PortAudio 19 that is used here (portaudio.h). The library is not thread safe: initializing, opening,
/// closing and terminating happen under <see cref="Gate"/>.
/// </summary>
internal static unsafe partial class LibPortAudio
{
    public const int NoDevice = -1;
    public const int InvalidSampleRate = -9997;

    private const string Library = "portaudio";

    private static readonly string[] Names =
        OperatingSystem.IsWindows() ? ["portaudio.dll", "libportaudio.dll", "portaudio_x64.dll"]
        : OperatingSystem.IsMacOS()
            ?
            [
                "libportaudio.2.dylib",
                "libportaudio.dylib",
                "/opt/homebrew/lib/libportaudio.2.dylib",
                "/usr/local/lib/libportaudio.2.dylib",
            ]
        : ["libportaudio.so.2"];

    private static readonly nint Handle = Load();

    static LibPortAudio() =>
        NativeLibrary.SetDllImportResolver(typeof(LibPortAudio).Assembly, static (name, _, _) =>
            name == Library ? Handle : 0
        );

    /// <summary>Held during everything that changes the library's lists of devices and streams.</summary>
    public static Lock Gate { get; } = new();

    /// <summary>Whether the library is installed; checked once.</summary>
    public static bool IsInstalled => Handle != 0;

    [LibraryImport(Library, EntryPoint = "Pa_Initialize")]
    public static partial int Initialize();

    [LibraryImport(Library, EntryPoint = "Pa_Terminate")]
    public static partial int Terminate();

    [LibraryImport(Library, EntryPoint = "Pa_GetErrorText")]
    private static partial nint GetErrorText(int error);

    [LibraryImport(Library, EntryPoint = "Pa_GetDefaultOutputDevice")]
    public static partial int GetDefaultOutputDevice();

    [LibraryImport(Library, EntryPoint = "Pa_GetDeviceInfo")]
    public static partial PortAudioDeviceInfo* GetDeviceInfo(int device);

    [LibraryImport(Library, EntryPoint = "Pa_OpenStream")]
    public static partial int OpenStream(
        out nint stream,
        PortAudioStreamParameters* input,
        PortAudioStreamParameters* output,
        double sampleRate,
        CULong framesPerBuffer,
        CULong flags,
        delegate* unmanaged<void*, float*, CULong, PortAudioTimeInfo*, CULong, nint, int> callback,
        nint userData
    );

    [LibraryImport(Library, EntryPoint = "Pa_CloseStream")]
    public static partial int CloseStream(nint stream);

    [LibraryImport(Library, EntryPoint = "Pa_StartStream")]
    public static partial int StartStream(nint stream);

    /// <summary>Stops the stream without playing what it holds.</summary>
    [LibraryImport(Library, EntryPoint = "Pa_AbortStream")]
    public static partial int AbortStream(nint stream);

    /// <summary>1 while the callback is being called, 0 if the stream has ended by itself, negative on error.</summary>
    [LibraryImport(Library, EntryPoint = "Pa_IsStreamActive")]
    public static partial int IsStreamActive(nint stream);

    [LibraryImport(Library, EntryPoint = "Pa_GetStreamInfo")]
    public static partial PortAudioStreamInfo* GetStreamInfo(nint stream);

    /// <summary>Describes an error.</summary>
    public static string Describe(int error) => Marshal.PtrToStringUTF8(GetErrorText(error)) ?? $"error {error}";

    private static nint Load()
    {
        foreach (string name in Names)
        {
            if (
                NativeLibrary.TryLoad(
                    name,
                    typeof(LibPortAudio).Assembly,
                    DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory,
                    out nint handle
                )
            )
            {
                return handle;
            }
        }

        return 0;
    }
}
