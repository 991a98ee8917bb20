namespace Audio.Protocol.Wav;

/// <summary>What stands in front of the samples of a WAV stream.</summary>
/// <param name="Format">The format of the samples.</param>
/// <param name="DataBytes">
/// How many bytes of samples follow; <see langword="null"/> where the producer streamed and did not know.
/// </param>
public readonly record struct WavHeader(AudioFormat Format, long? DataBytes);
