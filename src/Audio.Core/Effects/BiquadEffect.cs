namespace Audio.Core.Effects;

/// <summary>A second-order filter on each channel.</summary>
internal sealed class BiquadEffect : IAudioEffect, IPreviewEffect
{
    private const int SettleFrames = 512;

    private readonly Biquad[] _channels;
    private int _untilSettled = SettleFrames;

    /// <summary>Creates the effect for one stream.</summary>
    public BiquadEffect(BiquadCoefficients coefficients, int channels)
    {
        _channels = new Biquad[channels];
        Array.Fill(_channels, new Biquad(coefficients));
    }

    /// <summary>The bytes of its buffers.</summary>
    public static long Memory(int channels) => channels * 64L;

    /// <inheritdoc/>
    public int LatencyFrames => 0;

    /// <inheritdoc/>
    public void Process(Span<float> samples)
    {
        while (!samples.IsEmpty)
        {
            // Counted in samples of the stream, not in calls, so that the output is bit-identical however the stream is
            // cut.
            Span<float> next = samples[..Math.Min(samples.Length, _untilSettled * _channels.Length)];
            for (int channel = 0; channel < _channels.Length; channel++)
                Filter(next, channel);
            samples = samples[next.Length..];
            _untilSettled -= next.Length / _channels.Length;
            if (_untilSettled > 0)
                continue;
            foreach (ref Biquad channel in _channels.AsSpan())
                channel.Settle();
            _untilSettled = SettleFrames;
        }
    }

    /// <inheritdoc/>
    public int? Preview(Span<float> samples)
    {
        for (int channel = 0; channel < _channels.Length; channel++)
        {
            Biquad before = _channels[channel];
            Filter(samples, channel);
            _channels[channel] = before;
        }

        return samples.Length;
    }

    /// <inheritdoc/>
    public void Rest() => Reset();

    /// <inheritdoc/>
    public void Reset()
    {
        foreach (ref Biquad channel in _channels.AsSpan())
            channel.Clear();
        _untilSettled = SettleFrames;
    }

    private void Filter(Span<float> samples, int channel)
    {
        Biquad filter = _channels[channel]; // a copy, which the compiler can keep in registers
        for (int i = channel; i < samples.Length; i += _channels.Length)
            samples[i] = (float)filter.Next(samples[i]);
        _channels[channel] = filter;
    }
}
