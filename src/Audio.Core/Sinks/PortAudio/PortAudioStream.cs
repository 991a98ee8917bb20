using System.Runtime.InteropServices;
using Audio.Core.Sinks.PortAudio.Native;

namespace Audio.Core.Sinks.PortAudio;

/// <summary>One PortAudio stream to the default output device. Control thread, one at a time.</summary>
internal sealed unsafe class PortAudioStream : IDisposable
{
    private const double LongestLatency = 5;

    private readonly IPortAudioRenderer _renderer;
    private GCHandle _self;
    private nint _stream;
    private double _outputLatency;
    private bool _disposed;

    private PortAudioStream(IPortAudioRenderer renderer) => _renderer = renderer;

    /// <summary>The device's name.</summary>
    public string Device { get; private set; } = "";

    /// <summary>Whether the callback is being called; also false if the device has ended the stream.</summary>
    public bool IsActive => LibPortAudio.IsStreamActive(_stream) == 1;

    /// <summary>Opens the default output device; nothing is rendered yet.</summary>
    /// <exception cref="SinkException">There is no device, or it does not support the options.</exception>
    public static PortAudioStream Open(IPortAudioRenderer renderer, SinkOptions options)
    {
        NativeLogging.Silence();
        lock (LibPortAudio.Gate)
        {
            if (!AlsaNames.AreThere())
            {
                throw new SinkException(
                    SinkErrorKind.Unavailable,
                    "ALSA's configuration names no device: install it (Debian: apt-get install libasound2-data)."
                );
            }

            if (LibPortAudio.Initialize() is var error && error < 0)
            {
                throw new SinkException(
                    SinkErrorKind.Unavailable,
                    $"PortAudio cannot start ({LibPortAudio.Describe(error)})."
                );
            }

            var stream = new PortAudioStream(renderer);
            try
            {
                stream.OpenDefaultDevice(options);
                return stream;
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        }
    }

    /// <summary>Starts the device, which then calls the renderer.</summary>
    public string? Start() =>
        LibPortAudio.StartStream(_stream) is var error && error < 0 ? LibPortAudio.Describe(error) : null;

    /// <summary>Stops the device at once; on return the renderer is not being called.</summary>
    public void Abort() => _ = LibPortAudio.AbortStream(_stream);

    public void Dispose()
    {
        lock (LibPortAudio.Gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            if (_stream != 0)
                _ = LibPortAudio.CloseStream(_stream);
            _ = LibPortAudio.Terminate();
        }

        if (_self.IsAllocated)
            _self.Free();
    }

    private void OpenDefaultDevice(SinkOptions options)
    {
        int device = LibPortAudio.GetDefaultOutputDevice();
        PortAudioDeviceInfo* info = device == LibPortAudio.NoDevice ? null : LibPortAudio.GetDeviceInfo(device);
        if (info is null)
        {
            throw new SinkException(
                SinkErrorKind.Unavailable,
                "PortAudio finds no output device: plug one in or switch it on (on Linux, aplay -l lists "
                    + "what ALSA sees)."
            );
        }

        Device = Marshal.PtrToStringUTF8(info->Name) ?? "device";

        _self = GCHandle.Alloc(this);
        var output = new PortAudioStreamParameters
        {
            Device = device,
            ChannelCount = SinkOptions.Channels,
            SampleFormat = new CULong(PortAudioStreamParameters.Float32),
            SuggestedLatency = options.Latency.TotalSeconds,
        };
        int error = LibPortAudio.OpenStream(
            out _stream,
            null,
            &output,
            options.SampleRate,
            new CULong((uint)options.PeriodFrames),
            new CULong(0),
            &OnBuffer,
            GCHandle.ToIntPtr(_self)
        );
        if (error == LibPortAudio.InvalidSampleRate)
        {
            throw new SinkException(
                SinkErrorKind.Configuration,
                $"{Device} does not play {options.SampleRate} Hz: choose another mix rate, such as "
                    + $"{info->DefaultSampleRate:0} Hz."
            );
        }

        if (error < 0)
        {
            throw new SinkException(
                SinkErrorKind.Unavailable,
                $"{Device} cannot be opened ({LibPortAudio.Describe(error)}): see whether another program holds it."
            );
        }

        PortAudioStreamInfo* streamInfo = LibPortAudio.GetStreamInfo(_stream);
        _outputLatency = streamInfo is null ? options.Latency.TotalSeconds : streamInfo->OutputLatency;
    }

    /// <summary><c>PaStreamCallback</c>. On PortAudio's thread; nothing here allocates, locks or throws.</summary>
    [UnmanagedCallersOnly]
    private static int OnBuffer(
        void* input,
        float* output,
        CULong frames,
        PortAudioTimeInfo* time,
        CULong flags,
        nint userData
    )
    {
        const int @continue = 0;
        var stream = (PortAudioStream)GCHandle.FromIntPtr(userData).Target!;
        var buffer = new Span<float>(output, (int)frames.Value * SinkOptions.Channels);

        // Some devices report no times, or times of another clock: then the latency with which the stream was opened is
        // the best estimate.
        double untilHeard = time is null ? -1 : time->OutputBufferDacTime - time->CurrentTime;
        stream._renderer.Fill(buffer, untilHeard is > 0 and < LongestLatency ? untilHeard : stream._outputLatency);
        return @continue;
    }
}
