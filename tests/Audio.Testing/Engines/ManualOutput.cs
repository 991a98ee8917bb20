using System.Reactive.Linq;
using Audio.Core.Sinks;
using NAudio.Wave;

namespace Audio.Testing.Engines;

/// <summary>A loudspeaker moved by hand: it renders when it is told to, and has heard what it is told it has.</summary>
public sealed class ManualOutput : IAudioOutput
{
    private readonly ISampleProvider _source;

    internal ManualOutput(ISampleProvider source) => _source = source;

    /// <summary>All that was rendered: stereo samples.</summary>
    public List<float> Rendered { get; } = [];

    public int Wakes { get; private set; }

    /// <summary>Called at every wake, on the thread that wakes.</summary>
    public Action? Woken { get; set; }

    public long FramesPlayed { get; set; }

    public OutputStatus Status { get; set; } =
        new()
        {
            State = OutputState.Open,
            Sink = "manual",
            Reason = "A test moves it.",
            Since = DateTimeOffset.UnixEpoch,
            Reopens = 1,
            FramesLost = 2,
        };

    public IObservable<OutputStatus> Changes => Observable.Never<OutputStatus>();

    public void Start() { }

    public void Wake()
    {
        Wakes++;
        Woken?.Invoke();
    }

    public void Reconsider() { }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Renders so many frames, as one period.</summary>
    /// <returns>Whether anything sounded.</returns>
    public bool Render(int frames)
    {
        float[] buffer = new float[2 * frames];
        bool sounded = _source.Render(buffer);
        if (sounded)
            Rendered.AddRange(buffer);
        return sounded;
    }

    /// <summary>Renders till nothing sounds, and hears it.</summary>
    public void PlayOut(int periodFrames = 240)
    {
        while (Render(periodFrames)) { }
        FramesPlayed = Rendered.Count / 2;
    }
}
