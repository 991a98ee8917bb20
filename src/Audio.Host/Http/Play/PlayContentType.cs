using System.Globalization;
using Audio.Host.Http.Problems;
using Audio.Protocol;
using Microsoft.Net.Http.Headers;

namespace Audio.Host.Http.Play;

/// <summary>The kind of body that a <c>Content-Type</c> declares.</summary>
internal enum PlayContentKind
{
    /// <summary>Sound of whatever format: the body itself is examined.</summary>
    Sound,

    /// <summary><c>audio/L16</c>: 16-bit samples.</summary>
    L16,
}

/// <summary>The content type of a request to <c>/v1/play</c>.</summary>
/// <param name="Kind">The kind of body.</param>
/// <param name="Rate">The <c>rate</c> of <c>audio/L16</c>, in hertz.</param>
/// <param name="Channels">The <c>channels</c> of <c>audio/L16</c>.</param>
/// <param name="IsLittleEndian">
/// Whether <c>audio/L16</c> is not in network order: services that say <c>codec=pcm</c> send little-endian samples.
/// </param>
internal readonly record struct PlayContentType(
    PlayContentKind Kind,
    int? Rate = null,
    int? Channels = null,
    bool IsLittleEndian = false
)
{
    /// <summary>Common content types of sound. Any other <c>audio</c> type is taken, too: the body decides.</summary>
    public static IReadOnlyList<string> Sound { get; } =
    ["audio/wav", "audio/mpeg", "audio/flac", "audio/ogg", "application/ogg"];

    /// <summary>The content types that do not tell the format; curl sends the last one by default.</summary>
    public static IReadOnlyList<string> Unsaid { get; } =
    ["application/octet-stream", "audio/pcm", "application/x-www-form-urlencoded"];

    /// <summary>Big-endian samples (RFC 2586; RFC 3551, 4.5.11).</summary>
    public const string L16 = "audio/L16";

    /// <exception cref="ApiProblemException">
    /// The content type is not supported, or one of its parameters is invalid.
    /// </exception>
    public static PlayContentType Read(string? header)
    {
        if (string.IsNullOrWhiteSpace(header))
            return new PlayContentType(PlayContentKind.Sound);
        if (!MediaTypeHeaderValue.TryParse(header, out MediaTypeHeaderValue? type))
            throw Unsupported($"'{ApiProblems.Short(header)}' is not a content type.");
        if (type.MediaType.Equals(L16, StringComparison.OrdinalIgnoreCase))
        {
            return new PlayContentType(
                PlayContentKind.L16,
                Parameter(type, "rate", AudioFormat.MinSampleRate, AudioFormat.MaxSampleRate),
                Parameter(type, "channels", 1, 2),
                type.Parameters.Any(static p => p.Name == "codec" && p.Value == "pcm")
            );
        }
        if (
            type.Type.Equals("audio", StringComparison.OrdinalIgnoreCase)
            || Sound.Concat(Unsaid).Any(name => type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase))
        )
        {
            return new PlayContentType(PlayContentKind.Sound);
        }
        throw Unsupported($"The content type {ApiProblems.Short(type.MediaType.ToString())} is not supported.");
    }

    private static int? Parameter(MediaTypeHeaderValue type, string name, int from, int to)
    {
        NameValueHeaderValue[] found =
        [
            .. type.Parameters.Where(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)),
        ];
        if (found.Length == 0)
            return null;
        string text = HeaderUtilities.RemoveQuotes(found[0].Value).ToString();
        if (
            found.Length == 1
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            && value >= from
            && value <= to
        )
        {
            return value;
        }

        throw new ApiProblemException(
            ApiProblems.InvalidParameter(
                $"The {name} of {L16} is one whole number from {from} to {to}; it is '{ApiProblems.Short(text)}'."
            )
        );
    }

    private static ApiProblemException Unsupported(string what) =>
        new(ApiProblems.UnsupportedMediaType($"{what} {ApiProblems.WhatToSend}"));
}
