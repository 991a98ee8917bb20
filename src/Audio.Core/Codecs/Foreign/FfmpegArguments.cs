namespace Audio.Core.Codecs.Foreign;

/// <summary>The command line of FFmpeg: from standard input to WAV with 32-bit floats on standard output.</summary>
/// <remarks>
/// A stream may name files and addresses to read from. So its demuxer is given, not found, and nothing but standard
/// input may be opened; <c>cache</c> is a file in the temporary folder that nobody else can open.
/// </remarks>
internal static class FfmpegArguments
{
    /// <summary>For one stream.</summary>
    /// <param name="demuxer">FFmpeg's name of the container.</param>
    /// <param name="seeks">Whether the demuxer has to go back and forth in the stream.</param>
    public static IReadOnlyList<string> For(string demuxer, bool seeks) =>
        [
            "-hide_banner",
            "-nostdin",
            "-v",
            "error",
            "-protocol_whitelist",
            "pipe,cache",
            "-threads",
            "1",
            // Otherwise it would look at seconds of sound first.
            "-probesize",
            "2048",
            "-analyzeduration",
            "1",
            .. seeks ? (string[])["-read_ahead_limit", "-1"] : [],
            "-f",
            demuxer,
            "-i",
            seeks ? "cache:pipe:0" : "pipe:0",
            "-map",
            "0:a:0",
            "-c:a",
            "pcm_f32le",
            "-flush_packets",
            "1",
            "-f",
            "wav",
            "pipe:1",
        ];
}
