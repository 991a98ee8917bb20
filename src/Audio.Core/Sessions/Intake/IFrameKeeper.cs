using Audio.Protocol.Chunks;

namespace Audio.Core.Sessions.Intake;

/// <summary>
/// An observer of chunk frames that may keep a frame beyond <c>OnNext</c>, by taking the hold of its wire.
/// </summary>
internal interface IFrameKeeper : IObserver<ChunkFrame>
{
    /// <summary>
    /// The hold for the frame that is passed to <c>OnNext</c>; set before each call, on the same turn.
    /// </summary>
    FrameHold Hold { set; }
}
