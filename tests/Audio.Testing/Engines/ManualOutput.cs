using System.Reactive.Linq;
using Audio.Core.Sinks;
using NAudio.Wave;

namespace Audio.Testing.Engines;

/// <summary>An output driven by the test: it renders on demand, and the test says what has been heard.</summary>
public sealed class ManualOutput : IAudioOutput
{
    private readonly ISampleProvider _source;

    internal ManualOutput(ISampleProvider source) => _source = source;

    /// <summary>Everything rendered so far: stereo samples.</summary>
    public List<float> Rendered { get; } = [];

    public int Wakes { get; private set; }

    /// <summary>Called at every wake-up, on the waking thread.</summary>
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

    /// <summary>Renders this many frames as one period.</summary>
    /// <returns>Whether anything sounded.</returns>
    public bool Render(int frames)
    {
        float[] buffer = new float[2 * frames];
        bool sounded = _source.Render(buffer);
        if (sounded)
            Rendered.AddRange(buffer);
        return sounded;
    }

    /// <summary>Renders until nothing sounds, and marks everything as heard.</summary>
    public void PlayOut(int periodFrames = 240)
    {
        while (Render(periodFrames)) { }
        FramesPlayed = Rendered.Count / 2;
    }
}
