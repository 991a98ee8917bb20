namespace Audio.Protocol;

/// <summary>The shape of a stream of samples. Channels are interleaved; one sample per channel is a frame.</summary>
/// <param name="Encoding">How one sample is written.</param>
/// <param name="SampleRate">Frames per second, in hertz.</param>
/// <param name="Channels">Samples per frame.</param>
public readonly record struct AudioFormat(SampleEncoding Encoding, int SampleRate, int Channels)
{
    /// <summary>The lowest rate that can be played, in hertz.</summary>
    public const int MinSampleRate = 1;

    /// <summary>The highest rate that can be played, in hertz.</summary>
    public const int MaxSampleRate = 768_000;

    /// <summary>The most channels that can be played.</summary>
    public const int MaxChannels = 2;

    /// <summary>Bytes of one sample of one channel.</summary>
    public int BytesPerSample => Encoding switch
    {
        SampleEncoding.PcmU8 => 1,
        SampleEncoding.PcmS16Le or SampleEncoding.PcmS16Be => 2,
        SampleEncoding.PcmS24Le => 3,
        SampleEncoding.PcmS32Le or SampleEncoding.Float32Le => 4,
        SampleEncoding.Float64Le => 8,
        _ => throw new InvalidOperationException($"Unknown encoding {Encoding}."),
    };

    /// <summary>Bytes of one frame.</summary>
    public int BytesPerFrame => BytesPerSample * Channels;

    /// <summary>Bytes of one second.</summary>
    public long BytesPerSecond => (long)BytesPerFrame * SampleRate;

    /// <summary>Whether rate and channel count are within what can be played.</summary>
    public bool IsPlayable =>
        SampleRate is >= MinSampleRate and <= MaxSampleRate && Channels is >= 1 and <= MaxChannels;

    /// <summary>Signed 16-bit PCM.</summary>
    public static AudioFormat Pcm16(int sampleRate, int channels) => new(SampleEncoding.PcmS16Le, sampleRate, channels);

    /// <summary>32-bit IEEE float, the format inside the engine.</summary>
    public static AudioFormat Float32(int sampleRate, int channels) => new(SampleEncoding.Float32Le, sampleRate, channels);
}
