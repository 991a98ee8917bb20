using Audio.Core.Sessions.Scheduling;
using Audio.Protocol.Chunks;

namespace Audio.Core.Sessions.Intake;

/// <summary>The operator between the frames of a stream and its session.</summary>
internal static class TakenOnExtensions
{
    /// <summary>
    /// Delivers frames on a session's scheduler: inline if it is idle, otherwise held, so that the wire reads no
    /// further. After the subscription is disposed no more frames are delivered, except one that is held.
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
