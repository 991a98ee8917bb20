using System.Reactive.Disposables;
using Audio.Core.Sinks;
using Audio.Core.Sinks.Output;
using Audio.Protocol;
using NAudio.Wave;

namespace Audio.Core.Tests.Sinks.Output;

/// <summary>A sink that does what the test says: renders, hears and faults on command.</summary>
internal sealed class FakeSink(string name) : IAudioSink, IAudibilitySource
{
    private readonly float[] _buffer = new float[480];
    private ISampleProvider? _source;
    private Action<SinkException>? _faulted;
    private Inaudibility? _inaudible;

    public Inaudibility? Inaudible
    {
        get => _inaudible;
        set
        {
            _inaudible = value;
            AudibilityChanged!();
        }
    }

    public Action? AudibilityChanged { private get; set; }

    public string Name => name;

    public AudioFormat Format => AudioFormat.Float32(48_000, 2);

    public long FramesRendered { get; private set; }

    public long FramesPlayed { get; set; }

    public int Wakes { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>What opening it throws.</summary>
    public Exception? Refusal { get; init; }

    public void Start(ISampleProvider source, Action<SinkException> faulted)
    {
        if (Refusal is not null)
            throw Refusal;
        _source = source;
        _faulted = faulted;
    }

    public void Wake() => Wakes++;

    /// <summary>Pulls so many periods of 240 frames; the answer is how many gave sound.</summary>
    public int Render(int periods = 1)
    {
        int sounded = 0;
        for (int i = 0; i < periods && _source!.Render(_buffer); i++)
            sounded++;
        FramesRendered += sounded * 240;
        return sounded;
    }

    public void Fault(string message) => _faulted!(new SinkException(SinkErrorKind.DeviceLost, message));

    public void Dispose() => IsDisposed = true;
}

/// <summary>Opens the sinks of which the test has said that they are there, and keeps all that it made.</summary>
internal sealed class FakeSinkFactory : ISinkFactory
{
    /// <summary>The kinds that open now.</summary>
    public HashSet<SinkKind> There { get; } = [SinkKind.Null];

    /// <summary>Why the others do not open.</summary>
    public string Refusal { get; set; } = "no server.";

    /// <summary>Every attempt, opened or not, in order.</summary>
    public List<SinkSelection> Attempts { get; } = [];

    /// <summary>Every sink that opened, in order.</summary>
    public List<FakeSink> Sinks { get; } = [];

    /// <summary>Whether a sink was opened for the second time.</summary>
    public List<bool> Again { get; } = [];

    public FakeSink Last => Sinks[^1];

    /// <summary>Whether somebody wants to know when a server appears.</summary>
    public bool IsWatched => _appeared is not null;

    private Action? _appeared;

    /// <summary>A sound server appears.</summary>
    public void Appear() => _appeared!();

    public IDisposable? WatchServer(Action appeared)
    {
        _appeared = appeared;
        return Disposable.Create(() => _appeared = null);
    }

    public IAudioSink Create(SinkSelection selection, bool again)
    {
        Attempts.Add(selection);
        if (!There.Contains(selection.Kind))
            throw new SinkException(SinkErrorKind.Unavailable, Refusal);
        Again.Add(again);
        Sinks.Add(new FakeSink(selection.ToString()));
        return Last;
    }
}
