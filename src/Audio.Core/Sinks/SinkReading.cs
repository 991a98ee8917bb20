using NAudio.Wave;

namespace Audio.Core.Sinks;

/// <summary>How a sink reads what it plays.</summary>
internal static class SinkReading
{
    /// <summary>
    /// Fills one period. A read that gives nothing says that nothing sounds: the sink then writes nothing and sleeps
    /// until <see cref="IAudioSink.Wake"/>. One that gives less than a period is filled up with silence.
    /// </summary>
    /// <returns>Whether the period is to be played; otherwise its samples mean nothing.</returns>
    public static bool Render(this ISampleProvider source, Span<float> period)
    {
        int read = source.Read(period);
        if (read <= 0)
            return false;
        period[read..].Clear();
        return true;
    }
}
