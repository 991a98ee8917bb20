namespace Audio.Core.Codecs.Mp3;

/// <summary>The bit reservoir of layer III: the main data of frames, which may begin in earlier ones.</summary>
internal sealed class MainData
{
    private const int MaxKept = 511; // how many bytes a frame may reach back

    private readonly byte[] _bytes = new byte[MaxKept + MpegHeader.MaxLength + SpectrumReader.Slack];
    private int _length;

    /// <summary>Forgets all, because bytes are missing.</summary>
    public void Clear() => _length = 0;

    /// <summary>Adds those that came with a frame.</summary>
    /// <param name="own">The frame's bytes behind its side information.</param>
    /// <param name="side">The side information.</param>
    /// <param name="mainData">
    /// Its main data, and at least <see cref="SpectrumReader.Slack"/>; valid until the next call.
    /// </param>
    /// <returns>Whether they are whole.</returns>
    public bool Add(ReadOnlySpan<byte> own, SideInformation side, out ReadOnlySpan<byte> mainData)
    {
        int kept = Math.Min(_length, MaxKept);
        _bytes.AsSpan(_length - kept, kept).CopyTo(_bytes);
        own.CopyTo(_bytes.AsSpan(kept));
        _length = kept + own.Length;
        bool isWhole = side.Begin <= kept && side.Bits <= 8 * (side.Begin + own.Length);
        mainData = isWhole ? _bytes.AsSpan(kept - side.Begin) : default;
        return isWhole;
    }
}
