namespace Audio.Protocol.V2;

/// <summary>What the values mean.</summary>
public sealed partial class V2MessageReader
{
    private void BeginValue(byte sign, ref int written)
    {
        (Place here, Field field) = (Here, _field);
        if (here == Place.Message && field == Field.Type)
            (_hasType, _kind, _typeAction) = (true, V2MessageKind.Unknown, V2Action.None); // the last one counts
        if (here == Place.Data && field == Field.Chunk)
            BeginChunk(ref written);
        if (!Fits(here, field, sign))
            _chunk.Spoil();
        switch (sign)
        {
            case (byte)'{':
                Open(PlaceOfObject(here, field), isArray: false);
                break;
            case (byte)'[':
                bool areBytes = (here, field) is (Place.Data, Field.Chunk) or (Place.Pairs, Field.BufferData);
                Open(areBytes ? Place.Items : Place.Other, isArray: true);
                break;
            case (byte)'"':
                BeginText(isKey: false);
                break;
            default:
                if (_number.Begin(sign))
                    _state = State.Number;
                else
                    BeginLiteral(sign);
                break;
        }
    }

    private void BeginChunk(ref int written)
    {
        written = 0;
        _chunk.Begin();
        (_chunkState, _shape) = (ChunkState.Open, ChunkShape.Unknown);
    }

    private void EndChunk()
    {
        if (_shape == ChunkShape.BufferWithoutData)
            _chunk.Spoil();
        _chunkState = ChunkState.Ended;
    }

    /// <summary>Whether a value that begins like this may stand here in a chunk.</summary>
    private static bool Fits(Place here, Field field, byte sign)
    {
        bool isDigit = sign is >= (byte)'0' and <= (byte)'9';
        return (here, field) switch
        {
            (Place.Data, Field.Chunk) => sign is (byte)'{' or (byte)'[' or (byte)'"',
            (Place.Pairs, Field.BufferType) => sign == (byte)'"',
            (Place.Pairs, Field.BufferData) => sign == (byte)'[',
            (Place.Pairs or Place.Items, _) => isDigit,
            _ => true,
        };
    }

    private Place PlaceOfObject(Place here, Field field) =>
        (here, field) switch
        {
            _ when _depth == 0 => Place.Message,
            (Place.Message, Field.Data) => Place.Data,
            (Place.Data, Field.Data) => Place.InnerData,
            (Place.Data, Field.Chunk) => Place.Pairs,
            _ => Place.Other,
        };

    private void Open(Place place, bool isArray)
    {
        if (_depth == MaxDepth)
        {
            Break();
            return;
        }

        _places[_depth] = place;
        _areArrays[_depth++] = isArray;
        _field = Field.Other;
        _state = isArray ? State.FirstItem : State.FirstKey;
    }

    private void Close()
    {
        Place closed = _places[--_depth];
        if (closed == Place.Pairs || (closed == Place.Items && Here == Place.Data))
            EndChunk();
        EndValue();
    }

    private void EndValue() => _state = _depth == 0 ? State.Done : State.Behind;

    private void Break()
    {
        _chunk.Spoil();
        _state = State.Broken;
    }

    private void BeginText(bool isKey)
    {
        _text.Begin();
        _isKey = isKey;
        _state = State.Text;
    }

    private void ReadText(ReadOnlySpan<byte> json, ref int at, Span<byte> room, ref int written)
    {
        bool isChunk = !_isKey && _field == Field.Chunk;
        bool isKept = _isKey || _field is Field.Type or Field.Action or Field.BufferType;
        while (at < json.Length)
        {
            if (isChunk && IsReadingBytes && written >= room.Length)
                return;
            switch (_text.Take(json[at++]))
            {
                case V2Text.Step.Character when isKept:
                    _text.Keep(_text.Character);
                    break;
                case V2Text.Step.Character when isChunk && IsReadingBytes:
                    _chunk.AddCharacter(_text.Character, room, ref written);
                    break;
                case V2Text.Step.Character:
                    _text.PassOver(json, ref at);
                    break;
                case V2Text.Step.End:
                    EndText();
                    return;
                case V2Text.Step.Broken:
                    Break();
                    return;
            }
        }
    }

    private void EndText()
    {
        if (_isKey)
        {
            _field = FieldOf(_text.Kept);
            _state = State.Colon;
            return;
        }

        switch (Here, _field)
        {
            case (Place.Message, Field.Type):
                _kind = V2ClientMessage.KindOf(_text.Kept, out _typeAction);
                break;
            case (Place.Data, Field.Action):
                _action = V2ClientMessage.ActionOf(_text.Kept);
                break;
            case (Place.InnerData, Field.Action):
                _innerAction = V2ClientMessage.ActionOf(_text.Kept);
                break;
            case (Place.Data, Field.Chunk):
                _chunk.EndCharacters();
                EndChunk();
                break;
            case (Place.Pairs, Field.BufferType) when !_text.Kept.SequenceEqual("Buffer"u8):
                _chunk.Spoil();
                break;
        }
        EndValue();
    }

    private Field FieldOf(ReadOnlySpan<byte> key) =>
        Here switch
        {
            Place.Message when key.SequenceEqual("type"u8) => Field.Type,
            Place.Message or Place.Data when key.SequenceEqual("data"u8) => Field.Data,
            Place.Data or Place.InnerData when key.SequenceEqual("action"u8) => Field.Action,
            Place.Data when key.SequenceEqual("chunk"u8) && (!_hasType || _kind == V2MessageKind.AudioChunk) =>
                Field.Chunk,
            Place.Pairs => FieldOfChunk(key),
            _ => Field.Other,
        };

    private Field FieldOfChunk(ReadOnlySpan<byte> key)
    {
        switch (_shape)
        {
            case ChunkShape.Unknown or ChunkShape.Pairs when key.SequenceEqual(_chunk.NextKey):
                _shape = ChunkShape.Pairs;
                return Field.Index;
            case ChunkShape.Unknown or ChunkShape.BufferWithoutData when key.SequenceEqual("data"u8):
                _shape = ChunkShape.Buffer;
                return Field.BufferData;
            case not ChunkShape.Pairs when key.SequenceEqual("type"u8):
                _shape = _shape == ChunkShape.Unknown ? ChunkShape.BufferWithoutData : _shape;
                return Field.BufferType;
            default:
                _chunk.Spoil();
                return Field.Other;
        }
    }

    private void EndNumber(Span<byte> room, ref int written)
    {
        if (!_number.IsNumber)
        {
            Break();
            return;
        }

        if (IsReadingBytes && IsByteHere)
        {
            if (_number.IsByte)
                _chunk.Add(_number.Value, room, ref written);
            else
                _chunk.Spoil();
        }

        EndValue();
    }

    private void BeginLiteral(byte sign)
    {
        _literal = sign switch
        {
            (byte)'t' => "true",
            (byte)'f' => "false",
            (byte)'n' => "null",
            _ => "",
        };
        _literalLength = 1;
        if (_literal.Length == 0)
            Break();
        else
            _state = State.Literal;
    }

    private void ReadLiteral(byte sign)
    {
        if (sign != _literal[_literalLength])
            Break();
        else if (++_literalLength == _literal.Length)
            EndValue();
    }
}
