using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.PortAudio;

/// <summary>
/// Silences ALSA and JACK. PortAudio tries every device that they can name, and they print a hundred lines about it to
/// standard error. Both accept a handler for their output; this one discards it. Errors that matter come back as
/// PortAudio's error codes.
/// </summary>
internal static unsafe class NativeLogging
{
    /// <summary>Called before PortAudio looks for devices; takes effect once per process.</summary>
    public static void Silence() => _ = Done.Value;

    private static readonly Lazy<bool> Done = new(() =>
    {
        if (!OperatingSystem.IsLinux())
            return false;
        delegate* unmanaged[Cdecl]<nint, int, nint, int, nint, void> alsa = &IgnoreAlsa;
        delegate* unmanaged[Cdecl]<nint, void> jack = &IgnoreJack;
        return Call("libasound.so.2", "snd_lib_error_set_handler", (nint)alsa)
            & Call("libjack.so.0", "jack_set_error_function", (nint)jack)
            & Call("libjack.so.0", "jack_set_info_function", (nint)jack);
    });

    private static bool Call(string library, string setter, nint handler)
    {
        if (
            !NativeLibrary.TryLoad(
                library,
                typeof(NativeLogging).Assembly,
                DllImportSearchPath.SafeDirectories,
                out nint handle
            ) || !NativeLibrary.TryGetExport(handle, setter, out nint function)
        )
        {
            return false;
        }

        ((delegate* unmanaged[Cdecl]<nint, nint>)function)(handler);
        return true;
    }

    /// <summary><c>snd_lib_error_handler_t</c>, whose variable arguments are ignored.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void IgnoreAlsa(nint file, int line, nint function, int error, nint format) { }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void IgnoreJack(nint message) { }
}
