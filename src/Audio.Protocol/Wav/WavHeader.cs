namespace Audio.Protocol.Wav;

/// <summary>The header of a WAV stream.</summary>
/// <param name="Format">The format of the samples.</param>
/// <param name="DataBytes">
/// The bytes of samples that follow; <see langword="null"/> if the producer streamed and did not know.
/// </param>
public readonly record struct WavHeader(AudioFormat Format, long? DataBytes);
