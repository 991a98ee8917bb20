using Audio.Core.Sessions.Scheduling;
using Audio.Protocol.Chunks;

namespace Audio.Core.Sessions.Intake;

/// <summary>The operator between a stream of frames and its session.</summary>
internal static class TakenOnExtensions
{
    /// <summary>
    /// Delivers frames in the turns of a session's scheduler: in place where it is idle, else held, so that the wire
    /// reads no further. Disposing the subscription lets no more of them come; one that is held is delivered all the
    /// same.
    /// </summary>
    /// <param name="frames">One frame at a time, until the hold is released.</param>
    /// <param name="scheduler">The session's.</param>
    /// <param name="hold">The wire's.</param>
    public static IObservable<ChunkFrame> TakenOn(
        this IObservable<ChunkFrame> frames,
        SessionScheduler scheduler,
        FrameHold hold
    ) => new Turns(frames, scheduler, hold);

    private sealed class Turns(IObservable<ChunkFrame> frames, SessionScheduler scheduler, FrameHold hold)
        : IObservable<ChunkFrame>
    {
        public IDisposable Subscribe(IObserver<ChunkFrame> observer) =>
            frames.Subscribe(new FrameTurns(observer, scheduler, hold));
    }
}
