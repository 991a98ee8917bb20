namespace Audio.Core.Formats;

/// <summary>
/// The value of each byte of A-law and µ-law, by tables 1 and 2 of ITU-T G.711 (11/88): sign, three bits of segment,
/// four bits of step. The recommendation's own full scale, ±4,096 of A-law and ±8,192 of µ-law, is ±1 here, so every
/// value is exact; the loudest are 4,032 and 8,031.
/// </summary>
internal static class G711
{
    private static readonly float[] ALawTable = Table(static code => ALawValue(code) / 4096f);
    private static readonly float[] MuLawTable = Table(static code => MuLawValue(code) / 8192f);

    /// <summary>Indexed by the byte on the line, whose even bits are inverted.</summary>
    public static ReadOnlySpan<float> ALaw => ALawTable;

    /// <summary>Indexed by the byte on the line, whose bits are all inverted.</summary>
    public static ReadOnlySpan<float> MuLaw => MuLawTable;

    // Segments 0 and 1 have steps of 2; the step doubles with each further segment. A value is the middle of its step.
    private static int ALawValue(int code)
    {
        int bits = code ^ 0x55;
        int segment = (bits >> 4) & 7;
        int step = 2 * (bits & 15) + 1;
        int magnitude = segment == 0 ? step : (step + 32) << (segment - 1);
        return (bits & 0x80) != 0 ? magnitude : -magnitude;
    }

    // The step doubles with each segment; 33 is subtracted so that the first one begins at 0.
    private static int MuLawValue(int code)
    {
        int bits = ~code;
        int segment = (bits >> 4) & 7;
        int magnitude = ((2 * (bits & 15) + 33) << segment) - 33;
        return (bits & 0x80) != 0 ? -magnitude : magnitude;
    }

    private static float[] Table(Func<int, float> value) => [.. Enumerable.Range(0, 256).Select(value)];
}
