using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Audio.Core.Sinks.Output;

/// <summary>
/// The status of the output and its changes. One thread at a time publishes; any thread reads and subscribes.
/// </summary>
internal sealed class OutputStatusFeed : IDisposable
{
    // Immutable.
    private readonly MixTimeline _timeline;
    private readonly TimeProvider _time;
    private readonly Action<Exception> _observerFailed;
    private readonly BehaviorSubject<OutputStatus> _changes;

    /// <summary>Creates a feed whose status is closed.</summary>
    /// <param name="sink">The selected sink.</param>
    /// <param name="timeline">The timeline.</param>
    /// <param name="time">The clock.</param>
    /// <param name="observerFailed">Called with what an observer has thrown.</param>
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

    /// <summary>The current status.</summary>
    public OutputStatus Now => _changes.Value;

    /// <summary>
    /// <see cref="Now"/> and then every change of it, in order. Observers are called on the publishing thread.
    /// </summary>
    public IObservable<OutputStatus> Changes => _changes.AsObservable();

    /// <summary>Creates a status from the current timeline.</summary>
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

    /// <summary>Publishes a status. An observer that throws does not affect the others.</summary>
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

    /// <summary>Completes the changes; <see cref="Now"/> stays.</summary>
    public void Dispose() => _changes.OnCompleted();
}
