namespace Audio.Protocol;

/// <summary>
/// The encoding that a bit depth alone stands for, on every wire: 8 unsigned, 16 and 24 signed, 32 IEEE float.
/// </summary>
public static class BitDepths
{
    /// <summary>Finds the encoding, which is always little-endian.</summary>
    /// <returns>Whether samples of this bit depth can be played.</returns>
    public static bool TryGetEncoding(int bits, out SampleEncoding encoding)
    {
        SampleEncoding? known = bits switch
        {
            8 => SampleEncoding.PcmU8,
            16 => SampleEncoding.PcmS16Le,
            24 => SampleEncoding.PcmS24Le,
            32 => SampleEncoding.Float32Le,
            _ => null,
        };
        encoding = known.GetValueOrDefault();
        return known is not null;
    }
}
