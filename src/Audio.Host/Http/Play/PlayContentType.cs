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
/// <param name="Encoding">
/// The byte order of <c>audio/L16</c>, if a parameter tells it: <c>endianness</c>, or <c>codec=pcm</c>, with which
/// services send little-endian samples.
/// </param>
internal readonly record struct PlayContentType(
    PlayContentKind Kind,
    int? Rate = null,
    int? Channels = null,
    SampleEncoding? Encoding = null
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
                Says(type, "endianness", "big-endian") ? SampleEncoding.PcmS16Be
                    : Says(type, "endianness", "little-endian") || Says(type, "codec", "pcm") ? SampleEncoding.PcmS16Le
                    : null
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

    private static bool Says(MediaTypeHeaderValue type, string name, string value) =>
        Named(type, name)
            .Any(p => HeaderUtilities.RemoveQuotes(p.Value).Equals(value, StringComparison.OrdinalIgnoreCase));

    private static NameValueHeaderValue[] Named(MediaTypeHeaderValue type, string name) =>
        [.. type.Parameters.Where(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];

    private static int? Parameter(MediaTypeHeaderValue type, string name, int from, int to)
    {
        NameValueHeaderValue[] found = Named(type, name);
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
