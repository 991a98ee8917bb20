namespace Audio.Protocol;

/// <summary>
/// The encoding of a sample in a byte stream. Samples of several bytes are little-endian, as in RIFF/WAVE, unless the
/// name says otherwise.
/// </summary>
public enum SampleEncoding
{
    /// <summary>Unsigned 8-bit PCM; 128 is silence.</summary>
    PcmU8,

    /// <summary>Signed 16-bit PCM.</summary>
    PcmS16Le,

    /// <summary>Signed 24-bit PCM in three bytes.</summary>
    PcmS24Le,

    /// <summary>Signed 32-bit PCM.</summary>
    PcmS32Le,

    /// <summary>IEEE 754 single precision; full scale is ±1.</summary>
    Float32Le,

    /// <summary>IEEE 754 double precision; full scale is ±1.</summary>
    Float64Le,

    /// <summary>Signed 16-bit PCM, big-endian: <c>audio/L16</c> (RFC 2586, RFC 3551).</summary>
    PcmS16Be,

    /// <summary>Signed 24-bit PCM in three bytes, big-endian: <c>audio/L24</c> (RFC 3190).</summary>
    PcmS24Be,

    /// <summary>Signed 32-bit PCM, big-endian.</summary>
    PcmS32Be,

    /// <summary>
    /// A-law of ITU-T G.711, 8 bits per sample, with the even bits inverted as on the line (<c>PCMA</c>).
    /// </summary>
    ALaw,

    /// <summary>µ-law of ITU-T G.711, 8 bits per sample (<c>PCMU</c>).</summary>
    MuLaw,
}
