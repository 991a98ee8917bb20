using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Audio.Core.Sinks.Pulse.Native;

namespace Audio.Core.Sinks.Pulse;

/// <summary>
/// Whether the server lets a stream be heard: whether the sink that it plays to, or the stream itself, is muted or at 0
/// %, or there is no device. Told by the server when something changes, so nobody looks in between. Render thread only;
/// the callbacks come out of the main loop, which it runs.
/// </summary>
internal sealed unsafe class PulseAudibility : IDisposable
{
    /// <summary>
    /// The sink that both servers make where there is none (module-always-sink), so that programs go on.
    /// </summary>
    private const string DummyOutput = "auto_null";

    /// <summary>How long PipeWire may take to learn the volume of a stream that is new.</summary>
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

    /// <summary>Subscribes; the first answers come with the next turns of the main loop.</summary>
    /// <param name="context">Ready.</param>
    /// <param name="stream">Ready.</param>
    /// <param name="isPipeWire">
    /// Whether PipeWire answers. Until it has learned the volume of a stream that is new it says 0 %, and nothing tells
    /// that from a stream that is at 0 %; so that is believed after <see cref="Newness"/>.
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

    /// <summary>
    /// Why nobody can hear it; <see langword="null"/> where somebody can, or the server does not say.
    /// </summary>
    public Inaudibility? Inaudible => _bySink ?? _byStream;

    /// <summary>Asks the server again where something has changed. After each turn of the main loop.</summary>
    /// <returns>Whether all that was asked is answered, and believed.</returns>
    public bool Look()
    {
        if (_isNew && TimeProvider.System.GetElapsedTime(_started) >= Newness)
            (_isNew, _changed) = (false, true);
        if (LibPulse.StreamGetDeviceIndex(_stream) is var sink && sink != _sink)
            (_sink, _changed) = (sink, true); // somebody has moved the stream
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

    /// <summary>Once the context calls nobody any more.</summary>
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

    /// <summary>The same one as before where it says the same.</summary>
    private static Inaudibility Told(Inaudibility? before, InaudibleReason reason, string message) =>
        before?.Message == message ? before : new Inaudibility(reason, message);

    private static PulseAudibility Of(nint self) => (PulseAudibility)GCHandle.FromIntPtr(self).Target!;
}
