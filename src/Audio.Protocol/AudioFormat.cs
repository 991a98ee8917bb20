namespace Audio.Protocol;

/// <summary>
/// The format of a stream of samples. Channels are interleaved; a frame has one sample of each channel.
/// </summary>
/// <param name="Encoding">The encoding of a sample.</param>
/// <param name="SampleRate">Frames per second, in hertz.</param>
/// <param name="Channels">Samples per frame.</param>
public readonly record struct AudioFormat(SampleEncoding Encoding, int SampleRate, int Channels)
{
    /// <summary>The lowest rate that can be played, in hertz.</summary>
    public const int MinSampleRate = 1;

    /// <summary>The highest rate that can be played, in hertz.</summary>
    public const int MaxSampleRate = 768_000;

    /// <summary>The highest number of channels that can be played.</summary>
    public const int MaxChannels = 8;

    /// <summary>Bytes of one sample of one channel.</summary>
    public int BytesPerSample =>
        Encoding switch
        {
            SampleEncoding.PcmU8 or SampleEncoding.ALaw or SampleEncoding.MuLaw => 1,
            SampleEncoding.PcmS16Le or SampleEncoding.PcmS16Be => 2,
            SampleEncoding.PcmS24Le or SampleEncoding.PcmS24Be => 3,
            SampleEncoding.PcmS32Le or SampleEncoding.PcmS32Be or SampleEncoding.Float32Le => 4,
            SampleEncoding.Float64Le => 8,
            _ => throw new InvalidOperationException($"Unknown encoding {Encoding}."),
        };

    /// <summary>Bytes of one frame.</summary>
    public int BytesPerFrame => BytesPerSample * Channels;

    /// <summary>Bytes of one second.</summary>
    public long BytesPerSecond => (long)BytesPerFrame * SampleRate;

    /// <summary>
    /// Whether the rate and the number of channels can be played. Channels are in WAVE order (front left, front right,
    /// centre, low frequencies, back left and right, back centre, side left and right): mono, stereo, 3.0, quad, 5.0,
    /// 5.1, 6.1, 7.1.
    /// </summary>
    public bool IsPlayable =>
        SampleRate is >= MinSampleRate and <= MaxSampleRate && Channels is >= 1 and <= MaxChannels;

    /// <summary>Signed 16-bit PCM, little-endian: the output of most text-to-speech APIs.</summary>
    /// <param name="sampleRate">Frames per second, in hertz.</param>
    /// <param name="channels">Samples per frame; 1 is mono.</param>
    public static AudioFormat Pcm16(int sampleRate, int channels = 1) =>
        new(SampleEncoding.PcmS16Le, sampleRate, channels);

    /// <summary>32-bit IEEE float, little-endian, full scale ±1: the format inside the engine.</summary>
    /// <param name="sampleRate">Frames per second, in hertz.</param>
    /// <param name="channels">Samples per frame; 1 is mono.</param>
    public static AudioFormat Float32(int sampleRate, int channels = 1) =>
        new(SampleEncoding.Float32Le, sampleRate, channels);
}
