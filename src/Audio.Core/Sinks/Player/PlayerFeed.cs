using System.Runtime.InteropServices;
using NAudio.Wave;

namespace Audio.Core.Sinks.Player;

/// <summary>
/// The source of a player: the end of the graph, as bytes. A read is never short, because a player takes that for the
/// end, and never throws, because that would end the player's thread: the first exception of the graph is reported, and
/// silence follows. Player's thread only.
/// </summary>
internal sealed class PlayerFeed(ISampleProvider graph, Action<Exception> failed) : IWaveProvider
{
    private bool _failed;

    public WaveFormat WaveFormat => graph.WaveFormat;

    public int Read(Span<byte> buffer)
    {
        Span<float> samples = MemoryMarshal.Cast<byte, float>(buffer);
        int read = 0;
        if (!_failed)
        {
            try
            {
                read = graph.Read(samples);
            }
            catch (Exception error) // a graph may be anybody's code
            {
                _failed = true;
                failed(error);
            }
        }

        buffer[(read * sizeof(float))..].Clear();
        return buffer.Length;
    }
}
