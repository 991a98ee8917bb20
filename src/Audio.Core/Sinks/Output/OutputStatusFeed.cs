using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Audio.Core.Sinks.Output;

/// <summary>
/// How the output stands, and every change of that. One thread at a time publishes; any reads and subscribes.
/// </summary>
internal sealed class OutputStatusFeed : IDisposable
{
    // Immutable.
    private readonly MixTimeline _timeline;
    private readonly TimeProvider _time;
    private readonly Action<Exception> _observerFailed;
    private readonly BehaviorSubject<OutputStatus> _changes;

    /// <summary>It is closed at first.</summary>
    /// <param name="sink">What was asked for.</param>
    /// <param name="timeline">What plays, and what was lost.</param>
    /// <param name="time">The clock.</param>
    /// <param name="observerFailed">Is told what an observer has thrown.</param>
    public OutputStatusFeed(string sink, MixTimeline timeline, TimeProvider time, Action<Exception> observerFailed)
    {
        (_timeline, _time, _observerFailed) = (timeline, time, observerFailed);
        _changes = new BehaviorSubject<OutputStatus>(
            new OutputStatus
            {
                State = OutputState.Closed,
                Sink = sink,
                Reason = "Not started.",
                Since = time.GetUtcNow(),
                Inaudible = Inaudibility.NotOpen,
            }
        );
    }

    /// <summary>How it stands now.</summary>
    public OutputStatus Now => _changes.Value;

    /// <summary>
    /// <see cref="Now"/>, and then every change of it, in order. Observers are called by who publishes.
    /// </summary>
    public IObservable<OutputStatus> Changes => _changes.AsObservable();

    /// <summary>What is to be published of the timeline as it is at this moment.</summary>
    public OutputStatus Next(OutputState state, string sink, string reason, IReadOnlyList<TriedSink> tried) =>
        new()
        {
            State = state,
            Sink = sink,
            Reason = reason,
            Since = state == Now.State && sink == Now.Sink ? Now.Since : _time.GetUtcNow(),
            Reopens = Now.Reopens + (state == OutputState.Open && Now.State == OutputState.Reopening ? 1 : 0),
            FramesLost = _timeline.FramesLost,
            Tried = tried,
            Inaudible = state switch
            {
                OutputState.Open => _timeline.Life?.Inaudible,
                OutputState.Reopening => Inaudibility.Lost(reason),
                OutputState.Opening when Now.State == OutputState.Opening => Inaudibility.Awaited(reason),
                _ => Inaudibility.NotOpen,
            },
        };

    /// <summary>It stands so from now on. What an observer throws harms nobody else.</summary>
    public void Publish(OutputStatus next)
    {
        try
        {
            _changes.OnNext(next);
        }
        catch (Exception error)
        {
            _observerFailed(error);
        }
    }

    /// <summary>Nothing is published after this; <see cref="Now"/> stays.</summary>
    public void Dispose() => _changes.OnCompleted();
}
