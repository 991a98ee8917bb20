using Microsoft.Extensions.Logging;

namespace Audio.Core.Wires.V4;

/// <summary>What all connections of one server share.</summary>
internal sealed record V4Context(
    IWireEngine Engine,
    V4ServerOptions Options,
    TimeProvider Time,
    ILogger Logger,
    V4ResumeRegistry Waiting
)
{
    /// <summary>Unix milliseconds.</summary>
    public long Now => Time.GetUtcNow().ToUnixTimeMilliseconds();
}
