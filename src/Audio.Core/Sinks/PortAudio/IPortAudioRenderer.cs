namespace Audio.Core.Sinks.PortAudio;

/// <summary>Fills the buffers of a stream, on PortAudio's own thread.</summary>
internal interface IPortAudioRenderer
{
    /// <summary>Fills one buffer. Called by one thread at a time.</summary>
    /// <param name="buffer">One period, interleaved; must be filled completely.</param>
    /// <param name="untilHeard">Seconds from now until its first sample is heard.</param>
    void Fill(Span<float> buffer, double untilHeard);
}
