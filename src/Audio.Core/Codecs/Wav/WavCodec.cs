namespace Audio.Core.Codecs.Wav;

/// <summary>How the samples of a WAV file are coded.</summary>
internal enum WavCodec
{
    /// <summary>One by one: PCM, float, A-law, µ-law.</summary>
    Samples,

    /// <summary>IMA ADPCM, 4 bits a sample.</summary>
    ImaAdpcm,

    /// <summary>Microsoft ADPCM, 4 bits a sample.</summary>
    MsAdpcm,

    /// <summary>MPEG 1 or 2, layer III.</summary>
    Mp3,
}
