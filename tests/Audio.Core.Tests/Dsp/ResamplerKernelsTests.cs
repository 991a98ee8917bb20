using Audio.Core.Dsp;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Dsp;

public sealed class ResamplerKernelsTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    [InlineData(64)]
    public void Four_sums_side_by_side_are_bit_for_bit_those_made_one_by_one(int taps)
    {
        const int rowsInTable = 7;
        float[] table = Signal.Noise(rowsInTable * taps, seed: 1);
        float[] samples = Signal.Noise(taps + 20, seed: 2);
        int[] rows = [6 * taps, 0, 3 * taps, 3 * taps];
        int[] windows = [0, 3, 3, 20];
        float[] made = new float[ResamplerKernels.DotWidth];

        ResamplerKernels.Dot4(table, taps, rows, samples, windows, made);

        made.Should()
            .Equal(
                rows.Zip(windows, (row, window) =>
                    ResamplerKernels.Dot(table.AsSpan(row, taps), samples.AsSpan(window, taps))
                )
            );
    }
}
