using System.Buffers;

namespace Audio.Protocol.V2;

/// <summary>A JSON string that is read as it arrives: its beginning is kept, and the rest is passed over.</summary>
internal sealed class V2Text
{
    private const int MaxKept = 24; // longer than any name that means something
    private const int CodeDigits = 4;
    private const byte NotAscii = (byte)'!'; // in no name and in no alphabet

    private static readonly SearchValues<byte> Ends = SearchValues.Create([
        (byte)'"',
        (byte)'\\',
        .. Enumerable.Range(0, 0x20).Select(static code => (byte)code),
    ]);

    private readonly byte[] _kept = new byte[MaxKept];
    private int _length;
    private Part _part;
    private int _codeDigits;
    private int _code;

    /// <summary>What a character was.</summary>
    public enum Step
    {
        /// <summary>A part of an escape.</summary>
        Inside,

        /// <summary>A whole character of the text: <see cref="V2Text.Character"/>.</summary>
        Character,

        /// <summary>The quote at its end.</summary>
        End,

        /// <summary>Not allowed in a string.</summary>
        Broken,
    }

    private enum Part
    {
        Plain,
        Escape,
        Code,
    }

    /// <summary>The whole text if it is short; a longer one is equal to no name.</summary>
    public ReadOnlySpan<byte> Kept => _length > MaxKept ? default : _kept.AsSpan(0, _length);

    /// <summary>After <see cref="Step.Character"/>: which one; what is not ASCII is not told apart.</summary>
    public byte Character { get; private set; }

    /// <summary>Begins a string, after its quote.</summary>
    public void Begin() => (_length, _part) = (0, Part.Plain);

    /// <summary>Takes the next character.</summary>
    public Step Take(byte character)
    {
        switch (_part)
        {
            case Part.Plain when character == (byte)'"':
                return Step.End;
            case Part.Plain when character == (byte)'\\':
                _part = Part.Escape;
                return Step.Inside;
            case Part.Plain:
                return character < 0x20 ? Step.Broken : Whole(character);
            case Part.Escape when character == (byte)'u':
                (_part, _codeDigits, _code) = (Part.Code, 0, 0);
                return Step.Inside;
            case Part.Escape:
                byte meant = Unescape(character);
                return meant == 0 ? Step.Broken : Whole(meant);
            default:
                return TakeCode(character);
        }
    }

    /// <summary>Keeps a character.</summary>
    public void Keep(byte character)
    {
        if (_length < MaxKept)
            _kept[_length] = character;
        _length = Math.Min(_length, MaxKept) + 1;
    }

    /// <summary>Passes over characters that nobody asked for.</summary>
    public void PassOver(ReadOnlySpan<byte> json, ref int at)
    {
        if (_part != Part.Plain)
            return;
        int passed = json[at..].IndexOfAny(Ends);
        at = passed < 0 ? json.Length : at + passed;
    }

    private Step TakeCode(byte character)
    {
        if (!char.IsAsciiHexDigit((char)character))
            return Step.Broken;
        int digit = char.IsAsciiDigit((char)character) ? character - '0' : (character | 0x20) - 'a' + 10;
        _code = (_code << 4) | digit;
        return ++_codeDigits < CodeDigits ? Step.Inside : Whole(_code < 0x80 ? (byte)_code : NotAscii);
    }

    private Step Whole(byte character)
    {
        Character = character;
        _part = Part.Plain;
        return Step.Character;
    }

    /// <returns>0: there is no such escape.</returns>
    private static byte Unescape(byte character) =>
        character switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => character,
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)'b' or (byte)'f' => NotAscii,
            _ => 0,
        };
}
