using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.Pulse.Native;

/// <summary>
/// The part of libpulse's asynchronous API that is used here (pulse/mainloop.h, context.h, stream.h). One thread at a
/// time for everything that belongs to one main loop, except <see cref="MainLoopWakeup"/>.
/// </summary>
internal static unsafe partial class LibPulse
{
    private const string Library = "libpulse.so.0";

    /// <summary>Whether the library is installed; checked once.</summary>
    public static bool IsInstalled { get; } =
        NativeLibrary.TryLoad(Library, typeof(LibPulse).Assembly, DllImportSearchPath.SafeDirectories, out _);

    [LibraryImport(Library, EntryPoint = "pa_mainloop_new")]
    public static partial nint MainLoopNew();

    [LibraryImport(Library, EntryPoint = "pa_mainloop_free")]
    public static partial void MainLoopFree(nint loop);

    [LibraryImport(Library, EntryPoint = "pa_mainloop_get_api")]
    public static partial nint MainLoopGetApi(nint loop);

    /// <param name="loop">The main loop.</param>
    /// <param name="timeout">The longest poll, in microseconds; -1: until something happens.</param>
    [LibraryImport(Library, EntryPoint = "pa_mainloop_prepare")]
    public static partial int MainLoopPrepare(nint loop, int timeout);

    [LibraryImport(Library, EntryPoint = "pa_mainloop_poll")]
    public static partial int MainLoopPoll(nint loop);

    [LibraryImport(Library, EntryPoint = "pa_mainloop_dispatch")]
    public static partial int MainLoopDispatch(nint loop);

    /// <summary>Ends a poll. Any thread.</summary>
    [LibraryImport(Library, EntryPoint = "pa_mainloop_wakeup")]
    public static partial void MainLoopWakeup(nint loop);

    [LibraryImport(Library, EntryPoint = "pa_proplist_new")]
    public static partial nint PropListNew();

    [LibraryImport(Library, EntryPoint = "pa_proplist_free")]
    public static partial void PropListFree(nint list);

    [LibraryImport(Library, EntryPoint = "pa_proplist_sets", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int PropListSet(nint list, string key, string value);

    [LibraryImport(Library, EntryPoint = "pa_context_new_with_proplist", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ContextNew(nint api, string name, nint properties);

    [LibraryImport(Library, EntryPoint = "pa_context_connect", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ContextConnect(nint context, string? server, PulseContextFlags flags, nint spawnApi);

    [LibraryImport(Library, EntryPoint = "pa_context_disconnect")]
    public static partial void ContextDisconnect(nint context);

    [LibraryImport(Library, EntryPoint = "pa_context_unref")]
    public static partial void ContextUnref(nint context);

    [LibraryImport(Library, EntryPoint = "pa_context_get_state")]
    public static partial PulseContextState ContextGetState(nint context);

    [LibraryImport(Library, EntryPoint = "pa_context_errno")]
    public static partial int ContextErrno(nint context);

    [LibraryImport(Library, EntryPoint = "pa_strerror")]
    private static partial nint StrError(int error);

    [LibraryImport(Library, EntryPoint = "pa_stream_new_with_proplist", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint StreamNew(
        nint context,
        string name,
        in PulseSampleSpec spec,
        nint channelMap,
        nint properties
    );

    [LibraryImport(Library, EntryPoint = "pa_stream_connect_playback", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StreamConnectPlayback(
        nint stream,
        string? device,
        in PulseBufferAttributes attributes,
        PulseStreamFlags flags,
        nint volume,
        nint syncStream
    );

    [LibraryImport(Library, EntryPoint = "pa_stream_disconnect")]
    public static partial int StreamDisconnect(nint stream);

    [LibraryImport(Library, EntryPoint = "pa_stream_unref")]
    public static partial void StreamUnref(nint stream);

    [LibraryImport(Library, EntryPoint = "pa_stream_get_state")]
    public static partial PulseStreamState StreamGetState(nint stream);

    [LibraryImport(Library, EntryPoint = "pa_stream_is_suspended")]
    public static partial int StreamIsSuspended(nint stream);

    /// <summary>
    /// Bytes the server has requested and not yet received; <see cref="nuint.MaxValue"/> is an error.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "pa_stream_writable_size")]
    public static partial nuint StreamWritableSize(nint stream);

    /// <summary>Copies the data and queues it for the server; never blocks.</summary>
    [LibraryImport(Library, EntryPoint = "pa_stream_write")]
    public static partial int StreamWrite(
        nint stream,
        void* data,
        nuint bytes,
        nint freeData,
        long offset,
        PulseSeekMode seek
    );

    /// <summary>Returns an operation that is done when the last sample has left the device.</summary>
    [LibraryImport(Library, EntryPoint = "pa_stream_drain")]
    public static partial nint StreamDrain(nint stream, nint callback, nint userData);

    [LibraryImport(Library, EntryPoint = "pa_stream_cork")]
    public static partial nint StreamCork(nint stream, int corked, nint callback, nint userData);

    [LibraryImport(Library, EntryPoint = "pa_stream_update_timing_info")]
    public static partial nint StreamUpdateTimingInfo(nint stream, nint callback, nint userData);

    /// <summary>
    /// The position at which the device last ran dry, in bytes of the stream; -1 if it never has. Since PulseAudio 1.0.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "pa_stream_get_underflow_index")]
    public static partial long StreamGetUnderflowIndex(nint stream);

    /// <summary>The latest timing reported by the server; null if there is none yet.</summary>
    [LibraryImport(Library, EntryPoint = "pa_stream_get_timing_info")]
    public static partial PulseTimingInfo* StreamGetTimingInfo(nint stream);

    /// <summary>The buffer attributes the server has chosen; updated when it has to buffer more.</summary>
    [LibraryImport(Library, EntryPoint = "pa_stream_get_buffer_attr")]
    public static partial PulseBufferAttributes* StreamGetBufferAttributes(nint stream);

    [LibraryImport(Library, EntryPoint = "pa_stream_get_index")]
    public static partial uint StreamGetIndex(nint stream);

    /// <summary>The sink the stream plays on; changes when the stream is moved.</summary>
    [LibraryImport(Library, EntryPoint = "pa_stream_get_device_index")]
    public static partial uint StreamGetDeviceIndex(nint stream);

    /// <summary>
    /// The callback is given the context, a <see cref="PulseServerInfo"/> or null, and the user data.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "pa_context_get_server_info")]
    public static partial nint ContextGetServerInfo(
        nint context,
        delegate* unmanaged[Cdecl]<nint, PulseServerInfo*, nint, void> callback,
        nint userData
    );

    /// <summary>
    /// The callback is given the context, a <see cref="PulseSinkInfo"/> or null, whether the list has ended (negative:
    /// it failed), and the user data.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "pa_context_get_sink_info_by_index")]
    public static partial nint ContextGetSinkInfo(
        nint context,
        uint index,
        delegate* unmanaged[Cdecl]<nint, PulseSinkInfo*, int, nint, void> callback,
        nint userData
    );

    /// <summary>Like <see cref="ContextGetSinkInfo"/>, for a playback stream.</summary>
    [LibraryImport(Library, EntryPoint = "pa_context_get_sink_input_info")]
    public static partial nint ContextGetSinkInputInfo(
        nint context,
        uint index,
        delegate* unmanaged[Cdecl]<nint, PulseSinkInputInfo*, int, nint, void> callback,
        nint userData
    );

    /// <summary>The callback is given the context, what changed, its index and the user data.</summary>
    [LibraryImport(Library, EntryPoint = "pa_context_set_subscribe_callback")]
    public static partial void ContextSetSubscribeCallback(
        nint context,
        delegate* unmanaged[Cdecl]<nint, PulseSubscriptionEvent, uint, nint, void> callback,
        nint userData
    );

    [LibraryImport(Library, EntryPoint = "pa_context_subscribe")]
    public static partial nint ContextSubscribe(nint context, PulseSubscriptionMask mask, nint callback, nint userData);

    [LibraryImport(Library, EntryPoint = "pa_operation_get_state")]
    public static partial PulseOperationState OperationGetState(nint operation);

    [LibraryImport(Library, EntryPoint = "pa_operation_unref")]
    public static partial void OperationUnref(nint operation);

    /// <summary>Describes the context's last error.</summary>
    public static string LastError(nint context) =>
        Marshal.PtrToStringUTF8(StrError(ContextErrno(context))) ?? "unknown error";
}
