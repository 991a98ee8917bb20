namespace Audio.Core.Codecs;

/// <summary>The bytes of a stream that a decoder has taken and not used yet. It grows with what really comes.</summary>
internal sealed class InputBuffer
{
    /// <summary>The most bytes that may be left in it, so that more can be taken.</summary>
    public const int MaxKept = MaxLength - TakenAtOnce;

    private const int MaxLength = 1 << 20;
    private const int TakenAtOnce = 4096;

    private byte[] _bytes = [];
    private int _start;
    private int _end;

    /// <summary>The bytes, from the first that is not used.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start.._end);

    /// <summary>How many there are.</summary>
    public int Length => _end - _start;

    /// <summary>Takes some bytes: few enough that the buffer stays small however many there are.</summary>
    /// <returns>How many.</returns>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        int count = Math.Min(bytes.Length, TakenAtOnce);
        if (_end + count > _bytes.Length)
            MakeRoom(count);
        bytes[..count].CopyTo(_bytes.AsSpan(_end));
        _end += count;
        return count;
    }

    /// <summary>Drops used bytes from the front.</summary>
    public void Drop(int count)
    {
        _start += count;
        if (_start == _end)
            _start = _end = 0;
    }

    // It moves no more than as many bytes as have been used, or doubles.
    private void MakeRoom(int count)
    {
        int length = Length;
        byte[] bytes = _bytes;
        if (length + count > bytes.Length || (length > bytes.Length / 2 && bytes.Length < MaxLength))
            bytes = new byte[Math.Max(2 * TakenAtOnce, 2 * bytes.Length)];
        Bytes.CopyTo(bytes);
        (_bytes, _start, _end) = (bytes, 0, length);
    }
}
