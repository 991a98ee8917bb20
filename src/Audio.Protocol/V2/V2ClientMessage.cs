namespace Audio.Protocol.V2;

/// <summary>A message of a version 2 client, without its sound.</summary>
/// <param name="Kind">Its type.</param>
/// <param name="Action">For <see cref="V2MessageKind.Control"/>: what it asks for.</param>
/// <param name="HasChunk">
/// For <see cref="V2MessageKind.AudioChunk"/>: whether it has a chunk of nothing but bytes, of which the last are in
/// the room that was given to the reader.
/// </param>
/// <param name="IsJson">Whether it is one JSON value.</param>
public readonly record struct V2ClientMessage(V2MessageKind Kind, V2Action Action, bool HasChunk, bool IsJson)
{
    internal static V2MessageKind KindOf(ReadOnlySpan<byte> type, out V2Action action)
    {
        action = type switch
        {
            _ when type.SequenceEqual("start"u8) => V2Action.Play,
            _ when type.SequenceEqual("stop"u8) => V2Action.Stop,
            _ when type.SequenceEqual("pause"u8) => V2Action.Pause,
            _ when type.SequenceEqual("resume"u8) => V2Action.Resume,
            _ when type.SequenceEqual("end_stream"u8) => V2Action.EndStream,
            _ => V2Action.None,
        };
        return type switch
        {
            _ when action != V2Action.None || type.SequenceEqual("control"u8) => V2MessageKind.Control,
            _ when type.SequenceEqual("audio_chunk"u8) => V2MessageKind.AudioChunk,
            _ when type.SequenceEqual("heartbeat"u8) => V2MessageKind.Heartbeat,
            _ when type.SequenceEqual("timing_analysis"u8) => V2MessageKind.TimingAnalysis,
            _ when type.SequenceEqual("status"u8) => V2MessageKind.Status,
            _ => V2MessageKind.Unknown,
        };
    }

    internal static V2Action ActionOf(ReadOnlySpan<byte> name) =>
        name switch
        {
            _ when name.SequenceEqual("play"u8) => V2Action.Play,
            _ when name.SequenceEqual("stop"u8) => V2Action.Stop,
            _ when name.SequenceEqual("pause"u8) => V2Action.Pause,
            _ when name.SequenceEqual("resume"u8) => V2Action.Resume,
            _ when name.SequenceEqual("end_stream"u8) => V2Action.EndStream,
            _ when name.SequenceEqual("configure"u8) => V2Action.Configure,
            _ => V2Action.Unknown,
        };
}
