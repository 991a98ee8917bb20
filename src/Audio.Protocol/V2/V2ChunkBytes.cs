namespace Audio.Protocol.V2;

/// <summary>
/// Turns a chunk into bytes while its JSON arrives: numbers under ascending keys, an array of numbers, or base64. It
/// knows nothing of JSON but the numbers and pairs that it passes over quickly.
/// </summary>
internal sealed class V2ChunkBytes
{
    private const int MaxKeyDigits = 12; // far more than a message has room for
    private const int PairSigns = 7; // two quotes, a colon, three digits and a comma
    private const int MaxItem = 4; // three digits and a comma
    private const byte Skipped = 64;
    private const byte Foreign = 255;

    private static readonly byte[] Sextets = MakeSextets();

    private readonly byte[] _key = new byte[MaxKeyDigits];
    private int _keyDigits;
    private int _bits;
    private int _bitCount;

    /// <summary>The key of the next number, as text.</summary>
    public ReadOnlySpan<byte> NextKey => _key.AsSpan(0, _keyDigits);

    /// <summary>Whether nothing but bytes has come so far.</summary>
    public bool IsGood { get; private set; }

    /// <summary>Begins a chunk.</summary>
    public void Begin()
    {
        _key[0] = (byte)'0';
        _keyDigits = 1;
        (_bits, _bitCount) = (0, 0);
        IsGood = true;
    }

    /// <summary>Something that is no byte has come.</summary>
    public void Spoil() => IsGood = false;

    /// <summary>Takes a number.</summary>
    public void Add(int value, Span<byte> room, ref int written)
    {
        room[written++] = (byte)value;
        int i = _keyDigits - 1;
        while (i >= 0 && _key[i] == (byte)'9')
            _key[i--] = (byte)'0';
        if (i >= 0)
        {
            _key[i]++;
            return;
        }

        _key[0] = (byte)'1';
        _key[_keyDigits++] = (byte)'0';
    }

    /// <summary>Passes over pairs of the next key and a byte, as long as they are whole and there is room.</summary>
    public void AddPairs(ReadOnlySpan<byte> json, ref int at, Span<byte> room, ref int written)
    {
        while (written < room.Length && json.Length - at >= _keyDigits + PairSigns)
        {
            ReadOnlySpan<byte> pair = json[at..];
            int digits = _keyDigits;
            bool isNext =
                pair[0] == (byte)'"'
                && pair[digits + 1] == (byte)'"'
                && pair[digits + 2] == (byte)':'
                && pair.Slice(1, digits).SequenceEqual(NextKey);
            if (!isNext || !TryReadItem(pair[(digits + 3)..], out int value, out int length))
                return;
            Add(value, room, ref written);
            at += digits + 3 + length;
        }
    }

    /// <summary>Passes over items of an array, as long as they are whole and there is room.</summary>
    public static void AddItems(ReadOnlySpan<byte> json, ref int at, Span<byte> room, ref int written)
    {
        while (
            written < room.Length
            && json.Length - at >= MaxItem
            && TryReadItem(json[at..], out int value, out int length)
        )
        {
            room[written++] = (byte)value;
            at += length;
        }
    }

    /// <summary>Takes a character of base64 in either alphabet; white space and padding mean nothing.</summary>
    public void AddCharacter(byte character, Span<byte> room, ref int written)
    {
        byte sextet = Sextets[character];
        if (sextet == Foreign)
            Spoil();
        if (sextet >= Skipped)
            return;
        _bits = ((_bits << 6) | sextet) & 0xFFFF;
        _bitCount += 6;
        if (_bitCount < 8)
            return;
        _bitCount -= 8;
        room[written++] = (byte)((_bits >> _bitCount) & 0xFF);
    }

    /// <summary>The base64 has ended: one character alone is no byte.</summary>
    public void EndCharacters()
    {
        if (_bitCount == 6)
            Spoil();
    }

    /// <summary>Reads a byte of one to three digits and the comma behind it.</summary>
    private static bool TryReadItem(ReadOnlySpan<byte> json, out int value, out int length)
    {
        value = json[0] - '0';
        length = 1;
        if (value is < 0 or > 9)
            return false;
        for (; length < MaxItem - 1 && value != 0 && json[length] is >= (byte)'0' and <= (byte)'9'; length++)
            value = (10 * value) + json[length] - '0';
        return value <= byte.MaxValue && json[length++] == (byte)',';
    }

    private static byte[] MakeSextets()
    {
        byte[] sextets = new byte[256];
        sextets.AsSpan().Fill(Foreign);
        ReadOnlySpan<byte> alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;
        for (int i = 0; i < alphabet.Length; i++)
            sextets[alphabet[i]] = (byte)i;
        sextets['-'] = sextets['+'];
        sextets['_'] = sextets['/'];
        foreach (byte skipped in "= \t\r\n"u8)
            sextets[skipped] = Skipped;
        return sextets;
    }
}
