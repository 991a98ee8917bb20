using System.Buffers;
using System.Reactive.Linq;
using Audio.Core.Mixing;
using Audio.Core.Sessions;
using Audio.Core.Sessions.Stages;
using Audio.Core.Sinks;
using Audio.Protocol;
using Audio.Testing;
using Microsoft.Reactive.Testing;

namespace Audio.Core.Tests.Sessions;

/// <summary>A stream in the mix, and a loudspeaker that has played as far as the test says; in virtual time.</summary>
internal sealed class PositionRig : IAudioOutput, IDisposable
{
    private readonly float[] _mix = new float[2 * 480];

    /// <param name="rate">The stream's; mono, 16 bit.</param>
    public PositionRig(int rate = 48_000)
    {
        Time = new VirtualTime(Scheduler);
        Context = SessionParts.Context(Time, this);
        Stream = new StreamDecoder(Context.Buffering, AudioFormat.Pcm16(rate, 1), AudioContainer.Raw, Context.Effects);
        Position = new SessionPosition(this, Context.SampleRate, Stream, now: 7);
    }

    public TestScheduler Scheduler { get; } = new();

    public VirtualTime Time { get; }

    public SessionContext Context { get; }

    public StreamDecoder Stream { get; }

    public SessionPosition Position { get; }

    /// <summary>Frames that the loudspeaker lost.</summary>
    public long Lost { get; set; }

    /// <summary>When the first frame was heard, by the scheduler's clock; null: the device does not know yet.</summary>
    public long? FirstHeardAt { get; set; }

    /// <summary>The times at which somebody asked the device for the first frame.</summary>
    public List<long> Asked { get; } = [];

    public long FramesPlayed { get; set; }

    public OutputStatus Status { get; set; } =
        new()
        {
            State = OutputState.Open,
            Sink = "rig",
            Reason = "",
            Since = DateTimeOffset.UnixEpoch,
        };

    public IObservable<OutputStatus> Changes => Observable.Never<OutputStatus>();

    public void Start() { }

    public void Wake() { }

    public void Reconsider() { }

    public TimeSpan? UntilHeard(long frame, int sampleRate)
    {
        Asked.Add(Scheduler.Clock);
        return FirstHeardAt is { } at && at <= Scheduler.Clock ? TimeSpan.FromTicks(at - Scheduler.Clock) : null;
    }

    public long FramesLostBetween(long from, long to) => Lost;

    /// <summary>Gives the stream so many frames of a constant.</summary>
    public void Push(int frames)
    {
        byte[] bytes = new byte[2 * frames];
        for (int i = 1; i < bytes.Length; i += 2)
            bytes[i] = 32;
        var sequence = new ReadOnlySequence<byte>(bytes);
        Stream.Push(ref sequence).Should().BeTrue("the buffer has room for it");
    }

    /// <summary>Adds the stream to the mix.</summary>
    public MixerInput Join() => Position.Input = Context.Mixer.Add(Stream.Buffer!);

    /// <summary>Renders 10 ms.</summary>
    public void Render() => Context.Mixer.Read(_mix);

    public void Dispose() => Stream.Dispose();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
