using Audio.Core.Codecs;
using Audio.Core.Codecs.Detection;
using Audio.Protocol;
using BenchmarkDotNet.Attributes;

namespace Audio.Benchmarks.Sound;

/// <summary>
/// Decodes 10 s of speech at 24 kHz, mono, in pieces as they come over a network. 10 s divided by the mean is the speed
/// in multiples of real time.
/// </summary>
public class CodecBenchmarks
{
    private const int Piece = 1400;
    private const int Times = 5; // the files have 2 s

    private readonly float[] _samples = new float[4096];
    private byte[] _stream = [];

    /// <summary>The codecs, which are the names of the files in <c>Encoded</c>.</summary>
    public static IEnumerable<string> Codecs => ["mp3", "flac", "opus", "vorbis"];

    [ParamsSource(nameof(Codecs))]
    public string Codec { get; set; } = "mp3";

    [GlobalSetup]
    public void Read()
    {
        string name = $"{typeof(CodecBenchmarks).Namespace}.Encoded.speech-24k.{Codec}";
        using Stream stream = typeof(CodecBenchmarks).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"There is no resource {name}.");
        byte[] file = new byte[stream.Length];
        stream.ReadExactly(file);
        _stream = [.. Enumerable.Repeat(file, Times).SelectMany(static part => part)];
    }

    [Benchmark]
    public int Decode()
    {
        using IAudioDecoder decoder = AudioDecoders.For(AudioContainer.Auto, declared: null);
        int total = 0;
        ReadOnlySpan<byte> bytes = _stream;
        while (!bytes.IsEmpty || decoder.HasOutput)
        {
            ReadOnlySpan<byte> piece = bytes[..Math.Min(Piece, bytes.Length)];
            decoder.Decode(piece, _samples, out int consumed, out int written);
            bytes = bytes[consumed..];
            total += written;
        }
        while (!decoder.End(_samples, out int rest))
            total += rest;
        return total;
    }
}
