namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// Puts the values of short blocks in the order of their frequencies: they come as band, window, frequency. ISO/IEC
/// 11172-3 section 2.4.3.4.8.
/// </summary>
internal static class ShortOrder
{
    private const int MaxBand = 66 * BandLayout.Windows;

    /// <summary>Puts them in order.</summary>
    /// <param name="layout">The bands.</param>
    /// <param name="values">The values.</param>
    /// <param name="count">Behind how many of them are only zeros.</param>
    /// <returns>The same afterwards.</returns>
    public static int Apply(BandLayout layout, Span<float> values, int count)
    {
        Span<float> copy = stackalloc float[MaxBand];
        int end = count;
        for (
            int band = layout.LongBands;
            band < layout.Count && layout.Starts[band] < count;
            band += BandLayout.Windows
        )
        {
            int width = layout.Starts[band + 1] - layout.Starts[band];
            end = layout.Starts[band + BandLayout.Windows];
            Span<float> part = values[layout.Starts[band]..end];
            part.CopyTo(copy);
            for (int i = 0; i < width; i++)
            {
                for (int window = 0; window < BandLayout.Windows; window++)
                    part[BandLayout.Windows * i + window] = copy[window * width + i];
            }
        }
        return end;
    }
}
