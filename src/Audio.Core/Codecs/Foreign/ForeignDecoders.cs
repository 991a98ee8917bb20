using Audio.Core.Codecs.Wav;
using Audio.Protocol;

namespace Audio.Core.Codecs.Foreign;

/// <summary>
/// Makes the decoders of one stream for formats that are not decoded here, or says why there is none.
/// </summary>
/// <param name="ffmpeg">Starts them.</param>
/// <param name="isOwnUser">
/// Whether the stream comes from the account that runs this process; asked when it turns out to need one. <see
/// langword="null"/>: it does.
/// </param>
internal sealed class ForeignDecoders(Ffmpeg ffmpeg, Func<bool>? isOwnUser = null)
{
    /// <summary>What is played without FFmpeg, for messages.</summary>
    public const string WhatIsPlayed = "send WAV, MP3, FLAC or Ogg (Opus, Vorbis, FLAC)";

    /// <summary>Has none.</summary>
    public static ForeignDecoders None { get; } = new(Ffmpeg.Unused);

    /// <summary>A decoder for a stream of this format. Nothing is started before it gets its first bytes.</summary>
    /// <param name="format">The format.</param>
    /// <param name="start">The beginning of the stream.</param>
    /// <exception cref="ProtocolException">There is none; the message says what to do.</exception>
    public IAudioDecoder For(ForeignFormat format, ReadOnlySpan<byte> start)
    {
        if (format.Demuxer is null || !ffmpeg.IsUsed)
            throw Refused($"It is {format.Name}, which is not played; {WhatIsPlayed}.");
        if (!ffmpeg.IsForAnyone && isOwnUser?.Invoke() == false)
        {
            throw Refused(
                $"It is {format.Name}, which needs ffmpeg. The daemon starts it for its own user only: "
                    + $"{WhatIsPlayed}, or start the daemon with --ffmpeg-for anyone."
            );
        }

        if (ffmpeg.Find() is not { } program)
        {
            throw Refused(
                $"It is {format.Name}, which needs ffmpeg, and {ffmpeg.WhereItIsNot}: install it, or {WhatIsPlayed}."
            );
        }

        bool isIndexedAtEnd = Mp4Boxes.SamplesComeFirst(start);
        return new FfmpegDecoder(
            format,
            () => ffmpeg.Run(program, FfmpegArguments.For(format.Demuxer, isIndexedAtEnd)),
            new WavDecoder()
        );
    }

    private static ProtocolException Refused(string message) => new(ProtocolErrorCode.Unsupported, message);
}
