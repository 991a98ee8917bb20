using System.Numerics;

namespace Audio.Core.Dsp;

/// <summary>
/// Converts between channel layouts: from 1 to 8 channels to mono or stereo, and up to 5.1. Channels are in the order
/// of the WAVE channel mask. Immutable, shared, allocates nothing when it mixes.
/// </summary>
/// <remarks>
/// To stereo it follows ITU-R BS.775-3, table 2: <c>L + 0.7071 C + 0.7071 Ls</c>, and the same on the right, without
/// the LFE. A channel behind the listener in the middle is both surround channels at 0.7071 (table 1), and a channel
/// above is like the one below it. It is not scaled down: the front channels stay as loud as those of a stereo stream,
/// and the limiter of the mix handles passages above full scale. Mono goes to both sides of stereo at its own level, so
/// stereo to mono is the mean of the two sides, and any layout to mono the mean of its stereo down-mix (3 dB above the
/// mono of BS.775). Up-mixing invents nothing: mono goes to the centre of 5.1, stereo to its front channels.
/// </remarks>
internal sealed class ChannelMatrix
{
    private const int MaxInputs = 8;
    private const float Half = 0.5f;
    private const float MinusThree = 0.70710678f; // dB

    private const uint Stereo = 0x3;

    /// <summary>
    /// The layouts by their number of channels, where nobody says which: mono, stereo, 3.0, quad, 5.0, 5.1, 6.1, 7.1.
    /// Three channels are left, right and centre, the first ones of the mask, and not 2.1: of a centre that is taken
    /// for the LFE nothing would be heard.
    /// </summary>
    private static readonly uint[] UsualSpeakers = [0x4, Stereo, 0x7, 0x33, 0x37, 0x3F, 0x70F, 0x63F];

    /// <summary>What goes to the left and the right from each position, in the order of the bits of the mask.</summary>
    private static readonly (float Left, float Right)[] Positions =
    [
        (1, 0), // front left
        (0, 1), // front right
        (MinusThree, MinusThree), // front centre
        (0, 0), // low frequencies
        (MinusThree, 0), // back left
        (0, MinusThree), // back right
        (1, 0), // front left of centre
        (0, 1), // front right of centre
        (Half, Half), // back centre
        (MinusThree, 0), // side left
        (0, MinusThree), // side right
        (Half, Half), // top centre
        (1, 0), // top front left
        (MinusThree, MinusThree), // top front centre
        (0, 1), // top front right
        (MinusThree, 0), // top back left
        (Half, Half), // top back centre
        (0, MinusThree), // top back right
    ];

    private static readonly ChannelMatrix[] Usual =
    [
        .. Enumerable
            .Range(1, MaxInputs)
            .SelectMany(static inputs =>
                (ChannelMatrix[])
                    [Down(inputs, UsualSpeakers[inputs - 1], 1), Down(inputs, UsualSpeakers[inputs - 1], 2)]
            ),
        new(1, 0, 0, 1, 0, 0, 0),
        new(2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        new(6, [.. Enumerable.Range(0, 36).Select(static i => i % 7 == 0 ? 1f : 0f)]),
    ];

    private readonly float[] _weights; // a row of Inputs weights for each output

    private ChannelMatrix(int inputs, params float[] weights)
    {
        Inputs = inputs;
        Outputs = weights.Length / inputs;
        _weights = weights;
    }

    /// <summary>Input channels.</summary>
    public int Inputs { get; }

    /// <summary>Output channels.</summary>
    public int Outputs { get; }

    /// <summary>The matrix between two usual layouts.</summary>
    /// <param name="inputs">1 to 8 channels.</param>
    /// <param name="outputs">1 or 2 channels; from 1, 2 and 6 channels also 6.</param>
    public static ChannelMatrix Between(int inputs, int outputs) =>
        Usual.FirstOrDefault(matrix => matrix.Inputs == inputs && matrix.Outputs == outputs)
        ?? throw new ArgumentOutOfRangeException(
            nameof(inputs),
            $"There is no matrix from {inputs} to {outputs} channels; there is one from 1 to 8 to mono and stereo."
        );

    /// <summary>The matrix from channels whose positions are known.</summary>
    /// <param name="inputs">1 to 8 channels.</param>
    /// <param name="speakers">
    /// Their positions: as many bits of the WAVE channel mask; 0, or another number of bits: the usual layout.
    /// </param>
    /// <param name="outputs">1 or 2 channels.</param>
    public static ChannelMatrix Between(int inputs, uint speakers, int outputs)
    {
        bool isUsual =
            inputs is < 2 or > MaxInputs // a single channel is mono, wherever it is
            || outputs is not (1 or 2)
            || speakers >> Positions.Length != 0
            || BitOperations.PopCount(speakers) != inputs
            || speakers == UsualSpeakers[inputs - 1];
        return isUsual ? Between(inputs, outputs) : Down(inputs, speakers, outputs);
    }

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

    private static ChannelMatrix Down(int inputs, uint speakers, int outputs)
    {
        if (inputs == 1)
            return new ChannelMatrix(1, [.. Enumerable.Repeat(1f, outputs)]);
        float[] weights = new float[outputs * inputs];
        for (int channel = 0; channel < inputs; channel++, speakers &= speakers - 1)
        {
            (float left, float right) = Positions[BitOperations.TrailingZeroCount(speakers)];
            if (outputs == 1)
                weights[channel] = (left + right) / 2;
            else
                (weights[channel], weights[inputs + channel]) = (left, right);
        }

        return new ChannelMatrix(inputs, weights);
    }
}
