namespace Audio.Core.Codecs;

/// <summary>
/// Bounds how often bytes are parsed again in search of a frame. A damaged frame is searched for others; in a stream
/// that is made of nothing but beginnings of long frames, that would take the square of its length.
/// </summary>
internal sealed class ParsingBudget
{
    private const int Times = 8; // that each byte may be parsed
    private const long Most = 4 << 20;

    private long _left = Most;
    private long _passed;

    /// <summary>Counts bytes of an intact frame.</summary>
    public void Earn(int bytes) => _left = Math.Min(Most, _left + (long)Times * bytes);

    /// <summary>Pays for bytes that were parsed and were no frame.</summary>
    /// <param name="passed">Bytes of the stream that were passed over so far.</param>
    /// <param name="parsed">Bytes parsed.</param>
    /// <returns>Whether they may be parsed again; if not, they are to be skipped.</returns>
    public bool Spend(long passed, int parsed)
    {
        _left = Math.Min(Most, _left + Times * (passed - _passed));
        _passed = passed;
        if (parsed > _left)
            return false;
        _left -= parsed;
        return true;
    }
}
