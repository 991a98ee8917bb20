using System.Collections.Concurrent;
using Audio.Core;
using Audio.Core.Mixing;
using Audio.Protocol;
using NAudio.Wave;
using NAudio.Wave.SampleProviders;

namespace Audio.NAudio;

/// <summary>
/// Merges sources of the engine in a real <see cref="MixingSampleProvider"/>, for those who want NAudio's graph behind it: it is an
/// <see cref="ISampleProvider"/>, stereo, that never ends before it is disposed. The engine's own mixer does not need it and is not replaced by it.
/// </summary>
/// <remarks>
/// <para>
/// What it takes care of: an input that starves stays in; gains and ramps of 5 ms; mono is widened; the sum stays within ±1 (the engine's limiter); an
/// input of another format, or one too many, is refused with a typed error before NAudio's mixer sees it; a source that throws ends its own
/// input and leaves the others sounding.
/// </para>
/// <para>
/// NAudio's mixer holds a lock over a whole read. Here the reading thread alone ever touches it: inputs arrive by a queue, leave by returning
/// short, and their end is told after the read, on the thread pool; so the lock is never waited for, and no call here waits for a read.
/// </para>
/// </remarks>
public sealed class NAudioMixer : ISampleProvider, IDisposable
{
    /// <summary>The most inputs that NAudio's mixer takes.</summary>
    public const int MaxInputs = 1024;

    internal const int Channels = 2;

    private static readonly TimeSpan RampTime = TimeSpan.FromMilliseconds(5);

    // Immutable.
    private readonly int _rampFrames;
    private readonly EndNotifier _notifier;

    // Guarded by the lock; control threads only.
    private readonly Lock _control = new();
    private readonly List<NAudioMixerInput> _living = [];

    // Any thread.
    private readonly ConcurrentQueue<NAudioInputReader> _arriving = new();
    private volatile bool _disposed;

    // Reading thread only.
    private readonly MixingSampleProvider _mixer;
    private readonly Limiter _limiter;
    private bool _inputEnded;

    /// <summary>Makes a mixer without inputs; it gives silence.</summary>
    /// <param name="sampleRate">Of the mix and all its inputs, in hertz, 8,000 to 192,000.</param>
    public NAudioMixer(int sampleRate = 48_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 8_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleRate, 192_000);
        WaveFormat = WaveFormat.CreateIeeeFloatWaveFormat(sampleRate, Channels);
        _rampFrames = (int)(sampleRate * RampTime.Ticks / TimeSpan.TicksPerSecond);
        _mixer = new MixingSampleProvider(WaveFormat) { ReadFully = true };
        _limiter = new Limiter(sampleRate);
        _notifier = new EndNotifier(this);
    }

    /// <summary>IEEE float, stereo.</summary>
    public WaveFormat WaveFormat { get; }

    /// <summary>Inputs whose end has not been told yet. Any thread.</summary>
    public int InputCount
    {
        get
        {
            lock (_control)
                return _living.Count;
        }
    }

    /// <summary>Adds a source; it sounds from the next read on, without a ramp. Any thread; does not wait for a read under way.</summary>
    /// <param name="source">32-bit float at the mixer's rate, mono or stereo. The reading thread reads it until the input has ended; it stays the caller's.</param>
    /// <param name="gain">Linear gain, 0 to <see cref="NAudioMixerInput.MaxGain"/>.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorKind.Unsupported"/>: another format. <see cref="AudioErrorKind.TooManySessions"/>: <see cref="MaxInputs"/> are in.
    /// <see cref="AudioErrorKind.Closed"/>: the mixer has been disposed.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The gain is outside its range.</exception>
    public NAudioMixerInput Add(ISampleSource source, float gain = 1f)
    {
        AudioFormat format = source.Format;
        if (format.Encoding != SampleEncoding.Float32Le || format.SampleRate != WaveFormat.SampleRate || format.Channels is not (1 or 2))
            throw new AudioException(AudioErrorKind.Unsupported, $"An input of this mixer is 32-bit float at {WaveFormat.SampleRate} Hz with 1 or 2 channels, not {format}: resample it first.");
        var input = new NAudioMixerInput(new NAudioInputReader(this, source, NAudioMixerInput.Checked(gain), _rampFrames));
        lock (_control)
        {
            if (_disposed)
                throw new AudioException(AudioErrorKind.Closed, "The mixer has been disposed; make another one.");
            FinishEnded();
            if (_living.Count >= MaxInputs)
                throw new AudioException(AudioErrorKind.TooManySessions, $"{MaxInputs} inputs are in, as many as NAudio's mixer takes; try again when one has ended.");
            _living.Add(input);
        }

        _arriving.Enqueue(input.Reader);
        return input;
    }

    /// <summary>
    /// Fills the buffer, with silence where nothing sounds; 0 once the mixer has been disposed. One thread at a time; throws nothing, and of NAudio's
    /// and our own code nothing allocates but for the first reads of a new length or number of inputs, and the result of an input that ends.
    /// </summary>
    /// <param name="buffer">A whole number of frames.</param>
    public int Read(Span<float> buffer)
    {
        if (_disposed)
            return 0;
        while (_arriving.TryDequeue(out NAudioInputReader? reader))
            _mixer.AddMixerInput(reader);
        int read = _mixer.Read(buffer);
        _limiter.Process(buffer[..read], Channels);
        if (_inputEnded)
        {
            _inputEnded = false;
            _notifier.Queue();
        }

        return read;
    }

    /// <summary>Ends every input as cancelled, without a ramp, and reads as ended from then on. A read under way still ends, and may touch sources until then.</summary>
    public void Dispose()
    {
        lock (_control)
        {
            if (_disposed)
                return;
            _disposed = true;
            FinishEnded();
            foreach (NAudioMixerInput input in _living)
                input.Finish(new NAudioInputResult(NAudioInputEnd.Cancelled, input.FramesMixed));
            _living.Clear();
        }
    }

    /// <summary>Reading thread, inside a read: told when it is over.</summary>
    internal void InputEnded() => _inputEnded = true;

    /// <summary>Under the control lock.</summary>
    private void FinishEnded() => _living.RemoveAll(static input =>
    {
        if (input.Reader.Result is not { } result)
            return false;
        input.Finish(result);
        return true;
    });

    /// <summary>Carries "some input has ended" out of the read; queued at most once at a time, and never allocated.</summary>
    private sealed class EndNotifier(NAudioMixer mixer) : IThreadPoolWorkItem
    {
        private int _queued;

        public void Queue()
        {
            if (Interlocked.Exchange(ref _queued, 1) == 0)
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        public void Execute()
        {
            Interlocked.Exchange(ref _queued, 0);
            lock (mixer._control)
                mixer.FinishEnded();
        }
    }
}
