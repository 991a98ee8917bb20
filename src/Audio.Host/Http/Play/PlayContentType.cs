using System.Globalization;
using Audio.Host.Http.Problems;
using Audio.Protocol;
using Microsoft.Net.Http.Headers;

namespace Audio.Host.Http.Play;

/// <summary>The kind of body that a <c>Content-Type</c> declares.</summary>
internal enum PlayContentKind
{
    /// <summary>No usable declaration; the body itself is examined.</summary>
    Unsaid,

    /// <summary>A WAV file.</summary>
    Wav,

    /// <summary><c>audio/L16</c>: 16-bit samples, big-endian.</summary>
    L16,
}

/// <summary>The content type of a request to <c>/v1/play</c>.</summary>
/// <param name="Kind">The kind of body.</param>
/// <param name="Rate">The <c>rate</c> of <c>audio/L16</c>, in hertz.</param>
/// <param name="Channels">The <c>channels</c> of <c>audio/L16</c>.</param>
internal readonly record struct PlayContentType(PlayContentKind Kind, int? Rate = null, int? Channels = null)
{
    /// <summary>The content types of a WAV file.</summary>
    public static IReadOnlyList<string> Wav { get; } = ["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"];

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
            return new PlayContentType(PlayContentKind.Unsaid);
        if (!MediaTypeHeaderValue.TryParse(header, out MediaTypeHeaderValue? type))
            throw Unsupported($"'{ApiProblems.Short(header)}' is not a content type.");
        if (type.MediaType.Equals(L16, StringComparison.OrdinalIgnoreCase))
        {
            return new PlayContentType(
                PlayContentKind.L16,
                Parameter(type, "rate", AudioFormat.MinSampleRate, AudioFormat.MaxSampleRate),
                Parameter(type, "channels", 1, 2)
            );
        }
        if (Wav.Any(name => type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase)))
            return new PlayContentType(PlayContentKind.Wav);
        if (Unsaid.Any(name => type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase)))
            return new PlayContentType(PlayContentKind.Unsaid);
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
