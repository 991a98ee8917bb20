namespace Audio.NAudio;

/// <summary>One source in a <see cref="NAudioMixer"/>, for whoever put it there. Any thread; nothing here blocks.</summary>
public sealed class NAudioMixerInput
{
    /// <summary>The largest gain, 24 dB.</summary>
    public const float MaxGain = 16f;

    private readonly TaskCompletionSource<NAudioInputResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal NAudioMixerInput(NAudioInputReader reader) => Reader = reader;

    /// <summary>Linear gain, 0 to <see cref="MaxGain"/>; a change is a ramp of 5 ms.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside of that.</exception>
    public float Gain
    {
        get => Reader.Gain;
        set => Reader.Gain = Checked(value);
    }

    /// <summary>Frames taken from the source and mixed.</summary>
    public long FramesMixed => Reader.FramesMixed;

    /// <summary>
    /// When and how it ends, exactly once. Runs what follows on the thread pool, never inside a read of the mixer. From then on the mixer does not
    /// touch the source.
    /// </summary>
    public Task<NAudioInputResult> Completion => _completion.Task;

    internal NAudioInputReader Reader { get; }

    /// <summary>Silence after a ramp of 5 ms, then the end; what the source still holds is left unread. Cannot be undone.</summary>
    public void Cancel() => Reader.Cancel();

    internal static float Checked(float gain) => gain is >= 0f and <= MaxGain
        ? gain
        : throw new ArgumentOutOfRangeException(nameof(gain), gain, $"A gain lies between 0 and {MaxGain}.");

    internal void Finish(NAudioInputResult result) => _completion.TrySetResult(result);
}
