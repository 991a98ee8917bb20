using Audio.Core.Effects;

namespace Audio.Core.Tests.Effects;

/// <summary>An effect with a latency and nothing else: what goes in comes out so many frames later.</summary>
internal sealed class Delay(int frames, int channels = 1) : IAudioEffect
{
    private readonly float[] _held = new float[frames * channels];
    private int _next;

    public int LatencyFrames { get; } = frames;

    public void Process(Span<float> span)
    {
        foreach (ref float sample in span)
        {
            (_held[_next], sample) = (sample, _held[_next]);
            _next = (_next + 1) % _held.Length;
        }
    }

    public void Reset() => Array.Clear(_held);
}
