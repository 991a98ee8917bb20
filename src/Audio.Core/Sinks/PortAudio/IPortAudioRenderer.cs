namespace Audio.Core.Sinks.PortAudio;

/// <summary>What PortAudio's own thread calls: fills one buffer of the stream.</summary>
internal interface IPortAudioRenderer
{
    /// <summary>Called by one thread at a time.</summary>
    /// <param name="buffer">One period, interleaved; to be filled whole.</param>
    /// <param name="untilHeard">Seconds from now until its first sample is heard.</param>
    void Fill(Span<float> buffer, double untilHeard);
}
