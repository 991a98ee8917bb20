using Audio.Protocol.Chunks;

namespace Audio.Core.Sessions.Intake;

/// <summary>
/// An observer of chunk frames that may keep one beyond <c>OnNext</c>, by the hold of the wire from which it came.
/// </summary>
internal interface IFrameKeeper : IObserver<ChunkFrame>
{
    /// <summary>What keeps the frame that <c>OnNext</c> is given; set before each, in the same turn.</summary>
    FrameHold Hold { set; }
}
