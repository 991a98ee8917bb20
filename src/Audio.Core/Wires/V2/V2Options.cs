using Audio.Protocol;

namespace Audio.Core.Wires.V2;

/// <summary>How version 2 clients are served.</summary>
public sealed record V2Options
{
    /// <summary>
    /// The format of their sound where it has no header of its own; <see langword="null"/>: it must have one.
    /// </summary>
    public AudioFormat? Format { get; init; } = AudioFormat.Pcm16(24_000);

    /// <summary>What <c>stop</c> and <c>play</c> silence.</summary>
    public V2Stop Stop { get; init; } = V2Stop.All;
}
