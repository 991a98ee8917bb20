namespace Audio.Core.Codecs;

/// <summary>
/// Hides damaged frames: the last good frame fades to silence over 5 ms, and the next good ones fade in over 5 ms, so
/// that there is no step. One thread.
/// </summary>
/// <param name="sampleRate">Frames per second.</param>
/// <param name="channels">Samples per frame.</param>
internal sealed class Concealment(int sampleRate, int channels)
{
    private readonly int _fadeFrames = Math.Max(1, sampleRate / 200);
    private readonly float[] _last = new float[channels];
    private int _out; // frames faded out
    private int _in; // frames to fade in

    /// <summary>
    /// Takes good samples: fades in their beginning if damaged ones came before, and notes their end.
    /// </summary>
    /// <param name="samples">Whole frames.</param>
    public void Pass(Span<float> samples)
    {
        if (samples.IsEmpty)
            return;
        for (int i = 0; _in > 0 && i < samples.Length; i += channels, _in--)
        {
            float gain = 1f - _in / (_fadeFrames + 1f);
            for (int channel = 0; channel < channels; channel++)
                samples[i + channel] *= gain;
        }

        samples[^channels..].CopyTo(_last);
        _out = 0;
    }

    /// <summary>Writes what is heard in place of damaged samples.</summary>
    /// <param name="samples">Whole frames, as many as were damaged.</param>
    public void Hide(Span<float> samples)
    {
        for (int i = 0; i < samples.Length; i += channels)
        {
            float gain = _out < _fadeFrames ? 1f - ++_out / (float)_fadeFrames : 0f;
            for (int channel = 0; channel < channels; channel++)
                samples[i + channel] = gain * _last[channel];
        }

        _in = _fadeFrames;
    }
}
