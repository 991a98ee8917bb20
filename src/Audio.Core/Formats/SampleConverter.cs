namespace Audio.Core.Formats;

/// <summary>Converts samples to floats.</summary>
/// <param name="source">Exactly the bytes of the samples.</param>
/// <param name="target">The output, as long as there are samples.</param>
internal delegate void SampleConverter(ReadOnlySpan<byte> source, Span<float> target);
