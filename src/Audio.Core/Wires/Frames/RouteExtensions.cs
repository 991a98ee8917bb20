using Audio.Protocol.Chunks;

namespace Audio.Core.Wires.Frames;

/// <summary>The operator between a wire and its streams.</summary>
internal static class RouteExtensions
{
    /// <summary>Splits a connection's frames by handle; reads nothing before it is connected.</summary>
    /// <param name="frames">The wire.</param>
    /// <param name="unknown">Called with a handle that nobody has; its frame is dropped.</param>
    public static FrameRouter Route(this IObservable<ChunkFrame> frames, Action<uint> unknown) => new(frames, unknown);
}
