namespace Audio.Protocol.V2;

/// <summary>A JSON number (RFC 8259, section 6) that is read one character at a time.</summary>
internal struct V2Number
{
    private const int TooMuch = 1000; // for a byte

    private Part _part;
    private int _value;
    private bool _isPlain; // digits alone

    private enum Part
    {
        None,
        Minus,
        Zero,
        Whole,
        Point,
        Fraction,
        Exponent,
        Sign,
        Power,
    }

    /// <summary>Whether it may end here.</summary>
    public readonly bool IsNumber => _part is Part.Zero or Part.Whole or Part.Fraction or Part.Power;

    /// <summary>Whether it is a byte.</summary>
    public readonly bool IsByte => _isPlain && _value <= byte.MaxValue;

    /// <summary>What it is if it is a byte.</summary>
    public readonly int Value => _value;

    /// <summary>Begins one.</summary>
    /// <returns>Whether a number may begin with this character.</returns>
    public bool Begin(byte character)
    {
        _part = character switch
        {
            (byte)'-' => Part.Minus,
            (byte)'0' => Part.Zero,
            >= (byte)'1' and <= (byte)'9' => Part.Whole,
            _ => Part.None,
        };
        _isPlain = _part is Part.Zero or Part.Whole;
        _value = character - '0';
        return _part != Part.None;
    }

    /// <summary>Takes the next character.</summary>
    /// <returns>Whether it belongs to the number.</returns>
    public bool Take(byte character)
    {
        bool isDigit = character is >= (byte)'0' and <= (byte)'9';
        Part next = (_part, character) switch
        {
            (Part.Minus, (byte)'0') => Part.Zero,
            (Part.Minus or Part.Whole, _) when isDigit => Part.Whole,
            (Part.Zero or Part.Whole, (byte)'.') => Part.Point,
            (Part.Point or Part.Fraction, _) when isDigit => Part.Fraction,
            (Part.Zero or Part.Whole or Part.Fraction, (byte)'e' or (byte)'E') => Part.Exponent,
            (Part.Exponent, (byte)'+' or (byte)'-') => Part.Sign,
            (Part.Exponent or Part.Sign or Part.Power, _) when isDigit => Part.Power,
            _ => Part.None,
        };
        if (next == Part.None)
            return false;
        _part = next;
        _isPlain &= next == Part.Whole;
        if (_isPlain)
            _value = Math.Min(TooMuch, (10 * _value) + character - '0');
        return true;
    }
}
