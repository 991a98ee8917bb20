using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.PortAudio;

/// <summary>
/// PortAudio tries every device that ALSA and JACK can name, and those libraries print a hundred lines about it to
/// standard error. Both let a program take the printing over; here it goes nowhere. Errors that matter come back as
/// PortAudio's error codes.
/// </summary>
internal static unsafe class NativeChatter
{
    /// <summary>Once for the process, before PortAudio looks for devices.</summary>
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
                typeof(NativeChatter).Assembly,
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

    /// <summary><c>snd_lib_error_handler_t</c>, whose last arguments are variable and not looked at.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void IgnoreAlsa(nint file, int line, nint function, int error, nint format) { }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void IgnoreJack(nint message) { }
}
