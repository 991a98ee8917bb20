namespace Audio.Protocol.V2;

/// <summary>
/// Reads the messages of a version 2 client as they arrive, cut anywhere. Numbers and base64 become bytes at once, so
/// no more of a message is ever held than the names of its fields. One reading loop.
/// </summary>
/// <remarks>
/// A chunk is an object of bytes under the keys 0, 1, 2, …, an array of bytes, such an array as Node's <c>Buffer</c>
/// writes it (<c>{"type":"Buffer","data":[…]}</c>), or base64. Anything else in it spoils it.
/// </remarks>
public sealed partial class V2MessageReader
{
    /// <summary>How deep values may be nested; deeper ones are not read.</summary>
    public const int MaxDepth = 64;

    private readonly V2Text _text = new();
    private readonly V2ChunkBytes _chunk = new();
    private readonly Place[] _places = new Place[MaxDepth];
    private readonly bool[] _areArrays = new bool[MaxDepth];
    private V2Number _number;
    private int _depth;
    private State _state;
    private Field _field;
    private bool _isKey; // the text
    private string _literal = "";
    private int _literalLength;

    // Of the message.
    private bool _hasType;
    private V2MessageKind _kind;
    private V2Action _typeAction;
    private V2Action _action;
    private V2Action _innerAction;
    private ChunkState _chunkState;
    private ChunkShape _shape;

    private enum State
    {
        Value,
        FirstItem, // or the end of the array
        FirstKey, // or the end of the object
        Key,
        Colon,
        Text,
        Number,
        Literal,
        Behind, // a comma, or the end of an object or array
        Done,
        Broken,
    }

    /// <summary>What an object or array is.</summary>
    private enum Place
    {
        Other,
        Message,
        Data,
        InnerData,
        Pairs,
        Items,
    }

    private enum Field
    {
        Other,
        Type,
        Data,
        Action,
        Chunk,
        Index,
        BufferType,
        BufferData,
    }

    private enum ChunkState
    {
        None,
        Open,
        Ended,
    }

    private enum ChunkShape
    {
        Unknown,
        Pairs,
        BufferWithoutData,
        Buffer,
    }

    private Place Here => _depth == 0 ? Place.Other : _places[_depth - 1];

    private bool IsArray => _areArrays[_depth - 1];

    private bool IsReadingBytes => _chunkState == ChunkState.Open && _chunk.IsGood;

    /// <summary>Whether what is read next may be a byte of the chunk.</summary>
    private bool NeedsRoom =>
        IsReadingBytes
        && _state switch
        {
            State.Number => IsByteHere,
            State.Text => !_isKey && _field == Field.Chunk,
            _ => false,
        };

    private bool IsByteHere => Here == Place.Items || (Here == Place.Pairs && _field == Field.Index);

    /// <summary>Reads the next bytes of a message.</summary>
    /// <param name="json">What has arrived.</param>
    /// <param name="room">Where bytes of the chunk go.</param>
    /// <param name="written">How many are there. Starts again at 0 with the chunk.</param>
    /// <returns>
    /// Bytes read. Fewer than there are: the room is full, so use what was written and go on with new room.
    /// </returns>
    public int Read(ReadOnlySpan<byte> json, Span<byte> room, ref int written)
    {
        int at = 0;
        while (at < json.Length && _state != State.Broken)
        {
            if (NeedsRoom && written >= room.Length)
                return at;
            switch (_state)
            {
                case State.Text:
                    ReadText(json, ref at, room, ref written);
                    break;
                case State.Number when _number.Take(json[at]):
                    at++;
                    break;
                case State.Number:
                    EndNumber(room, ref written);
                    break;
                case State.Literal:
                    ReadLiteral(json[at++]);
                    break;
                case var _ when json[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                    at++;
                    break;
                default:
                    if (!TryReadQuickly(json, ref at, room, ref written))
                        ReadSign(json[at++], ref written);
                    break;
            }
        }

        return _state == State.Broken ? json.Length : at;
    }

    /// <summary>Ends the message; the next bytes begin another.</summary>
    public V2ClientMessage End()
    {
        bool isJson = _state == State.Done || (_depth == 0 && _state == State.Number && _number.IsNumber);
        V2Action action =
            _typeAction != V2Action.None ? _typeAction
            : _action != V2Action.None ? _action
            : _innerAction;
        var message = new V2ClientMessage(
            isJson ? _kind : V2MessageKind.Unknown,
            isJson && _kind == V2MessageKind.Control ? action : V2Action.None,
            isJson && _kind == V2MessageKind.AudioChunk && _chunkState == ChunkState.Ended && _chunk.IsGood,
            isJson
        );
        (_state, _depth, _field) = (State.Value, 0, Field.Other);
        (_hasType, _kind, _chunkState) = (false, V2MessageKind.Unknown, ChunkState.None);
        (_typeAction, _action, _innerAction) = (V2Action.None, V2Action.None, V2Action.None);
        return message;
    }

    /// <summary>Reads what chunks consist of, many at a time.</summary>
    private bool TryReadQuickly(ReadOnlySpan<byte> json, ref int at, Span<byte> room, ref int written)
    {
        if (!IsReadingBytes)
            return false;
        int before = at;
        if (_state == State.Key && Here == Place.Pairs && _shape == ChunkShape.Pairs)
            _chunk.AddPairs(json, ref at, room, ref written);
        else if (_state == State.Value && Here == Place.Items)
            V2ChunkBytes.AddItems(json, ref at, room, ref written);
        return at > before;
    }

    private void ReadSign(byte sign, ref int written)
    {
        switch (_state, sign)
        {
            case (State.FirstKey or State.Key, (byte)'"'):
                BeginText(isKey: true);
                break;
            case (State.FirstKey, (byte)'}'):
            case (State.FirstItem, (byte)']'):
                Close();
                break;
            case (State.Colon, (byte)':'):
                _state = State.Value;
                break;
            case (State.Value or State.FirstItem, _):
                BeginValue(sign, ref written);
                break;
            case (State.Behind, (byte)',') when IsArray:
                (_state, _field) = (State.Value, Field.Other);
                break;
            case (State.Behind, (byte)','):
                _state = State.Key;
                break;
            case (State.Behind, (byte)'}') when !IsArray:
            case (State.Behind, (byte)']') when IsArray:
                Close();
                break;
            default:
                Break();
                break;
        }
    }
}
