using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Audio.Core.Sinks.Pulse.Native;

namespace Audio.Core.Sinks.Pulse;

/// <summary>
/// Tracks whether a stream can be heard: whether its sink or the stream itself is muted or at 0 %, or there is no
/// device. The server notifies of changes, so there is no polling. Render thread only; it runs the main loop, which
/// calls the callbacks.
/// </summary>
internal sealed unsafe class PulseAudibility : IDisposable
{
    /// <summary>
    /// The sink that both servers create if there is none (module-always-sink), so that programs keep running.
    /// </summary>
    private const string DummyOutput = "auto_null";

    /// <summary>Time allowed for PipeWire to learn the volume of a new stream.</summary>
    private static readonly TimeSpan Newness = TimeSpan.FromMilliseconds(500);

    private readonly nint _context;
    private readonly nint _stream;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private GCHandle _self;
    private bool _isNew;
    private uint _sink = uint.MaxValue;
    private bool _changed = true;
    private int _awaited;
    private Inaudibility? _bySink;
    private Inaudibility? _byStream;

    /// <summary>Subscribes; the first answers arrive with the next iterations of the main loop.</summary>
    /// <param name="context">Ready.</param>
    /// <param name="stream">Ready.</param>
    /// <param name="isPipeWire">
    /// Whether the server is PipeWire. Until it has learned the volume of a new stream it reports 0 %, which looks like
    /// a stream that is at 0 %; so 0 % is only believed after <see cref="Newness"/>.
    /// </param>
    public PulseAudibility(nint context, nint stream, bool isPipeWire)
    {
        _context = context;
        _stream = stream;
        _isNew = isPipeWire;
        _self = GCHandle.Alloc(this);
        LibPulse.ContextSetSubscribeCallback(context, &OnChanged, GCHandle.ToIntPtr(_self));
        PulseStream.Release(
            LibPulse.ContextSubscribe(context, PulseSubscriptionMask.Sink | PulseSubscriptionMask.SinkInput, 0, 0)
        );
    }

    /// <summary>Why it cannot be heard; <see langword="null"/> if it can, or the server does not say.</summary>
    public Inaudibility? Inaudible => _bySink ?? _byStream;

    /// <summary>
    /// Queries the server again if something has changed. Called after each iteration of the main loop.
    /// </summary>
    /// <returns>Whether all queries are answered and believed.</returns>
    public bool Look()
    {
        if (_isNew && TimeProvider.System.GetElapsedTime(_started) >= Newness)
            (_isNew, _changed) = (false, true);
        if (LibPulse.StreamGetDeviceIndex(_stream) is var sink && sink != _sink)
            (_sink, _changed) = (sink, true); // the stream was moved
        if (_changed)
        {
            _changed = false;
            Ask(LibPulse.ContextGetSinkInfo(_context, _sink, &OnSink, GCHandle.ToIntPtr(_self)));
            Ask(
                LibPulse.ContextGetSinkInputInfo(
                    _context,
                    LibPulse.StreamGetIndex(_stream),
                    &OnSinkInput,
                    GCHandle.ToIntPtr(_self)
                )
            );
        }

        return _awaited == 0 && !_isNew;
    }

    /// <summary>Called once the context makes no more callbacks.</summary>
    public void Dispose()
    {
        if (_self.IsAllocated)
            _self.Free();
    }

    private void Ask(nint operation)
    {
        if (operation != 0)
            _awaited++;
        PulseStream.Release(operation);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnChanged(nint context, PulseSubscriptionEvent change, uint index, nint self)
    {
        PulseAudibility me = Of(self);
        uint mine = (change & PulseSubscriptionEvent.FacilityMask) switch
        {
            PulseSubscriptionEvent.Sink => me._sink,
            PulseSubscriptionEvent.SinkInput => LibPulse.StreamGetIndex(me._stream),
            _ => uint.MaxValue,
        };
        me._changed |= index == mine && (change & PulseSubscriptionEvent.TypeMask) == PulseSubscriptionEvent.Change;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSink(nint context, PulseSinkInfo* info, int end, nint self)
    {
        PulseAudibility me = Of(self);
        if (end != 0)
            me._awaited--;
        if (end != 0 || info is null)
            return;
        string name = Marshal.PtrToStringUTF8(info->Name) ?? $"{info->Index}";
        if (name == DummyOutput)
        {
            me._bySink = Told(
                me._bySink,
                InaudibleReason.NoDevice,
                "The sound server has no device and plays to its dummy output. Connect one, or see pactl "
                    + "list short sinks."
            );
            return;
        }

        bool isMuted = info->Mute != 0;
        if (!isMuted && !info->Volume.IsZero)
        {
            me._bySink = null;
            return;
        }

        me._bySink = Told(
            me._bySink,
            InaudibleReason.DeviceMuted,
            isMuted
                ? $"The sound server has muted its sink {name}. Unmute it: pactl set-sink-mute {name} 0"
                : $"The sound server's sink {name} is at 0 %. Turn it up: pactl set-sink-volume {name} 50%"
        );
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSinkInput(nint context, PulseSinkInputInfo* info, int end, nint self)
    {
        PulseAudibility me = Of(self);
        if (end != 0)
            me._awaited--;
        if (end != 0 || info is null)
            return;
        me._isNew &= info->Volume.IsZero;
        if (me._isNew)
            return;
        me._byStream =
            info->Mute != 0
                ? Told(
                    me._byStream,
                    InaudibleReason.ProgramMuted,
                    $"The sound server has muted this program. Unmute it: pactl set-sink-input-mute {info->Index} 0"
                )
            : info->Volume.IsZero
                ? Told(
                    me._byStream,
                    InaudibleReason.ProgramMuted,
                    "The sound server has this program at 0 %. Turn it up: pactl set-sink-input-volume "
                        + $"{info->Index} 100%"
                )
            : null;
    }

    /// <summary>Keeps the previous object if it says the same.</summary>
    private static Inaudibility Told(Inaudibility? before, InaudibleReason reason, string message) =>
        before?.Message == message ? before : new Inaudibility(reason, message);

    private static PulseAudibility Of(nint self) => (PulseAudibility)GCHandle.FromIntPtr(self).Target!;
}
