namespace Audio.Protocol.V4;

/// <summary><c>set_volume</c>, answered with <c>session_changed</c>.</summary>
public sealed record V4SetVolume() : V4SessionMessage("set_volume")
{
    /// <summary>Linear gain, 0 to 4.</summary>
    public required double Volume { get; init; }
}
