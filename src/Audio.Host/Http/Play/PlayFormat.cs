using Audio.Host.Http.Problems;
using Audio.Protocol;

namespace Audio.Host.Http.Play;

/// <summary>The sample format that the query and the content type declare together.</summary>
internal static class PlayFormat
{
    /// <returns>The declared format, if any, and what surrounds the samples.</returns>
    /// <exception cref="ApiProblemException">The declaration is incomplete or contradictory.</exception>
    public static (AudioFormat? Format, AudioContainer Container) Of(PlayParameters query, PlayContentType type) =>
        type.Kind switch
        {
            PlayContentKind.L16 => (OfL16(query, type), AudioContainer.Raw),
            _ => (OfQuery(query), AudioContainer.Auto),
        };

    private static AudioFormat? OfQuery(PlayParameters query)
    {
        if (query.Rate is { } rate)
            return new AudioFormat(EncodingOf(query), rate, query.Channels ?? 1);
        if (query.Channels is null && query.Bits is null && query.Encoding is null)
            return null;
        throw Invalid(
            "The parameter rate is missing: raw samples need it (?rate=24000&channels=1&bits=16). A file "
                + "needs no parameters."
        );
    }

    private static AudioFormat OfL16(PlayParameters query, PlayContentType type)
    {
        SampleEncoding encoding = type.Encoding ?? query.Encoding ?? SampleEncoding.PcmS16Be;
        bool is16 = encoding is SampleEncoding.PcmS16Be or SampleEncoding.PcmS16Le;
        if (!is16 || query.Bits is not (null or 16) || (query.Encoding ?? encoding) != encoding)
        {
            string order = type.Encoding is { } told ? SampleEncodingNames.NameOf(told) : "pcm_s16be or pcm_s16le";
            throw Invalid(
                $"{PlayContentType.L16} is {order}, but the query says otherwise; omit bits and encoding, or send the "
                    + "samples as application/octet-stream."
            );
        }

        int rate = Agreed("rate", query.Rate, type.Rate)
            ?? throw Invalid($"The rate is missing: {PlayContentType.L16};rate=24000;channels=1.");
        return new AudioFormat(encoding, rate, Agreed("channels", query.Channels, type.Channels) ?? 1);
    }

    private static SampleEncoding EncodingOf(PlayParameters query)
    {
        if (query.Encoding is not { } encoding)
        {
            return BitDepths.TryGetEncoding(query.Bits ?? 16, out SampleEncoding ofBits)
                ? ofBits
                : throw new InvalidOperationException($"The query was read with {query.Bits} bits.");
        }

        int bits = 8 * new AudioFormat(encoding, 1, 1).BytesPerSample;
        return query.Bits is null || query.Bits == bits
            ? encoding
            : throw Invalid(
                $"{SampleEncodingNames.NameOf(encoding)} has {bits} bits, but the query says {query.Bits}; "
                    + "omit bits."
            );
    }

    private static int? Agreed(string name, int? query, int? type) =>
        query is null || type is null || query == type
            ? type ?? query
            : throw Invalid($"The query says {name} {query}, the content type {type}; give it once.");

    private static ApiProblemException Invalid(string detail) => new(ApiProblems.InvalidParameter(detail));
}
