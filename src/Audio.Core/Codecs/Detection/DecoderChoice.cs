using System.Globalization;
using System.Text;
using Audio.Core.Codecs.Flac;
using Audio.Core.Codecs.Foreign;
using Audio.Core.Codecs.Mp3;
using Audio.Core.Codecs.Ogg;
using Audio.Core.Codecs.Wav;
using Audio.Protocol;

namespace Audio.Core.Codecs.Detection;

/// <summary>Chooses a decoder by the beginning of a stream. Immutable.</summary>
/// <param name="declared">
/// The format of samples without a container, if they are allowed. Then an MPEG stream has to show several frames,
/// because one header may be a sample.
/// </param>
/// <param name="foreign">
/// Makes the decoders of formats that are not decoded here; <see langword="null"/>: nothing does.
/// </param>
internal sealed class DecoderChoice(AudioFormat? declared, ForeignDecoders? foreign = null)
{
    private static readonly ForeignFormat Adts = new("an AAC stream (ADTS)", "AAC", "aac");

    private readonly ForeignDecoders _foreign = foreign ?? ForeignDecoders.None;

    /// <summary>The decoder; <see langword="null"/>: more bytes are needed.</summary>
    /// <param name="start">The beginning of the stream, without tags.</param>
    /// <param name="isEnd">Whether no more come.</param>
    /// <exception cref="ProtocolException">It cannot be played, or nobody can tell what it is.</exception>
    public IAudioDecoder? Choose(ReadOnlySpan<byte> start, bool isEnd)
    {
        switch (Signatures.Look(start, isEnd, out ForeignFormat format))
        {
            case StreamKind.Wav:
                return new WavDecoder(declared, static () => new Mp3Decoder());
            case StreamKind.Flac:
                return new FlacDecoder();
            case StreamKind.Ogg:
                return new OggDecoder();
            case StreamKind.Foreign:
                return _foreign.For(format, start);
            case StreamKind.Undecided or StreamKind.Tag:
                return null;
        }

        bool mayBeSamples = declared is not null;
        switch (FrameChain.IsMpeg(start, mayBeSamples, isEnd), FrameChain.IsAac(start, mayBeSamples, isEnd))
        {
            case (true, _):
                return new Mp3Decoder();
            case (_, true):
                return _foreign.For(Adts, start);
            case (null, _) or (_, null):
                return null;
        }

        return declared is not null ? new WavDecoder(declared, static () => new Mp3Decoder()) : throw Unknown(start);
    }

    private static ProtocolException Unknown(ReadOnlySpan<byte> start)
    {
        var bytes = new StringBuilder();
        foreach (byte value in start[..Math.Min(8, start.Length)])
            bytes.Append(CultureInfo.InvariantCulture, $" {value:X2}");
        string what = ForeignDecoders.WhatIsPlayed;
        return new ProtocolException(
            ProtocolErrorCode.Unsupported,
            $"It is in no known sound format: it begins with the bytes{bytes}. "
                + $"{char.ToUpperInvariant(what[0])}{what[1..]}, or declare the format of raw samples."
        );
    }
}
