using Audio.Core.Codecs.Flac;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Codecs.Flac;

/// <summary>FLAC files that the reference encoder made.</summary>
internal static class FlacFiles
{
    /// <summary>Encodes a file.</summary>
    public static Task<byte[]> EncodeAsync(WaveFile file, params string[] options) =>
        EncodedSound.EncodeAsync(file, "flac", "flac", (from, to) =>
            ["-s", "--channel-map=none", .. options, from, "-o", to]
        );

    /// <summary>Where the frames of a stream begin: behind its metadata, and wherever one is whole.</summary>
    public static List<int> Frames(byte[] stream)
    {
        int at = 4;
        bool isLast = false;
        while (!isLast)
        {
            isLast = (stream[at] & 0x80) != 0;
            at += 4 + (stream[at + 1] << 16 | stream[at + 2] << 8 | stream[at + 3]);
        }
        var frames = new List<int>();
        var decoder = new FlacFrameDecoder { Info = FlacStreamInfo.Read(stream.AsSpan(8)) };
        while (decoder.Decode(stream.AsSpan(at)) == FlacFrameState.Whole)
        {
            frames.Add(at);
            at += decoder.Length;
        }
        return frames;
    }
}
