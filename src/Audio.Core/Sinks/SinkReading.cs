using NAudio.Wave;

namespace Audio.Core.Sinks;

/// <summary>Reading of a sink's source.</summary>
internal static class SinkReading
{
    /// <summary>
    /// Fills one period. An empty read means that nothing plays: the sink then writes nothing and sleeps until <see
    /// cref="IAudioSink.Wake"/>. A short read is padded with silence.
    /// </summary>
    /// <returns>Whether the period is to be played; if not, its content is undefined.</returns>
    public static bool Render(this ISampleProvider source, Span<float> period)
    {
        int read = source.Read(period);
        if (read <= 0)
            return false;
        period[read..].Clear();
        return true;
    }
}
