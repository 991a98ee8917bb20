namespace Audio.Core.Dsp;

/// <summary>
/// Converts between channel layouts: mono, stereo, and 5.1 in WAVE order (L, R, C, LFE, Ls, Rs). Immutable, shared,
/// allocates nothing.
/// </summary>
/// <remarks>
/// 5.1 to stereo is ITU-R BS.775-3, table 2: <c>L + 0.7071 C + 0.7071 Ls</c>, and the same on the right, without the
/// LFE. It is not scaled down: the front channels stay as loud as those of a stereo stream, and the limiter of the mix
/// handles passages above full scale. Mono goes to both sides of stereo at its own level, so stereo to mono is the mean
/// of the two sides, and 5.1 to mono the mean of its stereo down-mix (3 dB above the mono of BS.775). Up-mixing invents
/// nothing: mono goes to the centre of 5.1, stereo to its front channels.
/// </remarks>
internal sealed class ChannelMatrix
{
    private const float Half = 0.5f;
    private const float MinusThree = 0.70710678f; // dB
    private const float MinusNine = 0.35355339f;

    private readonly float[] _weights; // a row of Inputs weights for each output

    private ChannelMatrix(int inputs, params float[] weights)
    {
        Inputs = inputs;
        Outputs = weights.Length / inputs;
        _weights = weights;
    }

    private static readonly ChannelMatrix[] All =
    [
        new(1, 1),
        new(1, 1, 1),
        new(1, 0, 0, 1, 0, 0, 0),
        new(2, Half, Half),
        new(2, 1, 0, 0, 1),
        new(2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        new(6, Half, Half, MinusThree, 0, MinusNine, MinusNine),
        new(6, 1, 0, MinusThree, 0, MinusThree, 0, 0, 1, MinusThree, 0, 0, MinusThree),
        new(6, [.. Enumerable.Range(0, 36).Select(static i => i % 7 == 0 ? 1f : 0f)]),
    ];

    /// <summary>Input channels.</summary>
    public int Inputs { get; }

    /// <summary>Output channels.</summary>
    public int Outputs { get; }

    /// <summary>The matrix between two layouts.</summary>
    /// <param name="inputs">1, 2 or 6 channels.</param>
    /// <param name="outputs">1, 2 or 6 channels.</param>
    public static ChannelMatrix Between(int inputs, int outputs) =>
        All.FirstOrDefault(matrix => matrix.Inputs == inputs && matrix.Outputs == outputs)
        ?? throw new ArgumentOutOfRangeException(
            nameof(inputs),
            $"There is no matrix from {inputs} to {outputs} channels; there is one between 1, 2 and 6."
        );

    /// <summary>Mixes whole frames.</summary>
    /// <param name="source">Interleaved, <see cref="Inputs"/> channels.</param>
    /// <param name="target">
    /// Interleaved, <see cref="Outputs"/> channels; has room for all frames, and does not overlap the source.
    /// </param>
    /// <returns>Samples written.</returns>
    public int Mix(ReadOnlySpan<float> source, Span<float> target)
    {
        int frames = source.Length / Inputs;
        int written = 0;
        for (int frame = 0; frame < frames; frame++)
        {
            ReadOnlySpan<float> from = source.Slice(frame * Inputs, Inputs);
            ReadOnlySpan<float> weights = _weights;
            for (int output = 0; output < Outputs; output++, weights = weights[Inputs..])
            {
                float sum = 0;
                for (int i = 0; i < from.Length; i++)
                    sum += weights[i] * from[i];
                target[written++] = sum;
            }
        }

        return written;
    }
}
