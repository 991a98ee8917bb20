using System.Text;
using System.Text.Json;
using Audio.Protocol.V2;

namespace Audio.Protocol.Tests.V2;

/// <summary>Messages of version 2, whatever their shape and wherever they are cut.</summary>
public sealed class V2MessageReaderTests
{
    [Theory]
    [InlineData("""{"type":"audio_chunk","data":{"chunk":{"0":82,"1":0,"2":255}}}""", new byte[] { 82, 0, 255 })]
    [InlineData("""{"data":{"chunk":{"0":82,"1":9}},"type":"audio_chunk"}""", new byte[] { 82, 9 })]
    [InlineData("""{"type":"audio_chunk","data":{"chunk":[1,2,30,100],"sequence":0}}""", new byte[] { 1, 2, 30, 100 })]
    [InlineData("""{"type":"audio_chunk","data":{"chunk":{"type":"Buffer","data":[7,8]}}}""", new byte[] { 7, 8 })]
    [InlineData("""{"type":"audio_chunk","data":{"chunk":{"data":[7,8],"type":"Buffer"}}}""", new byte[] { 7, 8 })]
    [InlineData("""{"type":"audio_chunk","data":{"chunk":"AQIDBA=="}}""", new byte[] { 1, 2, 3, 4 })]
    [InlineData("""{"type":"audio_chunk","data":{"chunk":"AQIDBA"}}""", new byte[] { 1, 2, 3, 4 })]
    [InlineData("""{"type":"audio_chunk","data":{"chunk":"-_\/\u002b\nAA=="}}""", new byte[] { 251, 255, 254, 0 })]
    [InlineData("""{ "type" : "audio_chunk" , "data" : { "chunk" : { "0" : 1 , "1" : 2 } } } """, new byte[] { 1, 2 })]
    [InlineData("""{"type":"audio_chunk","data":{"format":{"a":[{}]},"chunk":{"0":1}}}""", new byte[] { 1 })]
    [InlineData("""{"type":"audio_chunk","data":{"chunk":[5],"chunk":[6]}}""", new byte[] { 6 })]
    [InlineData("""{"type":"audio_chunk","data":{"chunk":{}}}""", new byte[0])]
    public void A_chunk_in_any_shape_and_cut_anywhere_is_its_bytes(string json, byte[] bytes)
    {
        var reader = new V2MessageReader();
        for (int piece = 1; piece <= json.Length; piece++)
        {
            (V2ClientMessage message, byte[] read) = ReadMessage.Of(reader, json, piece, roomBytes: 64);

            message.Should().Be(new V2ClientMessage(V2MessageKind.AudioChunk, V2Action.None, true, true), json);
            read.Should().Equal(bytes);
        }
    }

    [Theory]
    [InlineData("""{"0":300}""")]
    [InlineData("""{"0":-1}""")]
    [InlineData("""{"0":1,"1":"x"}""")]
    [InlineData("""{"0":1.5}""")]
    [InlineData("""{"0":1e2}""")]
    [InlineData("""{"0":null}""")]
    [InlineData("""{"0":1,"2":3}""")]
    [InlineData("""{"1":1}""")]
    [InlineData("""{"00":1}""")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"0":1,"0":1}""")]
    [InlineData("""{"0":{"0":1}}""")]
    [InlineData("""{"0":1,"data":[2]}""")]
    [InlineData("""{"type":"Buffer"}""")]
    [InlineData("""{"type":"Blob","data":[1]}""")]
    [InlineData("""{"type":"Buffer","data":"AQ=="}""")]
    [InlineData("""[1,256]""")]
    [InlineData("""[1,[2]]""")]
    [InlineData("""[1,true]""")]
    [InlineData("\"AQ!=\"")]
    [InlineData("\"A\"")]
    [InlineData("\"\\u0100AA\"")]
    [InlineData("7")]
    [InlineData("null")]
    public void A_chunk_that_is_no_bytes_is_none(string chunk)
    {
        var reader = new V2MessageReader();
        string json = $$$"""{"type":"audio_chunk","data":{"chunk":{{{chunk}}}}}""";
        for (int piece = 1; piece <= json.Length; piece++)
        {
            ReadMessage
                .Of(reader, json, piece, roomBytes: 64)
                .Message.Should()
                .Be(new V2ClientMessage(V2MessageKind.AudioChunk, V2Action.None, false, true), json);
        }

        byte[] next = ReadMessage.Of(reader, ReadMessage.Pairs(4, 5), 7, 64).Bytes;
        next.Should().Equal([4, 5], "the next message is not affected");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(37)]
    [InlineData(4096)]
    public void Bytes_come_as_the_room_is_given_however_long_the_chunk_is(int pieceBytes)
    {
        byte[] sound = new byte[12_345];
        new Random(17).NextBytes(sound);

        foreach (int room in (int[])[1, 7, 1000, 20_000])
        {
            (V2ClientMessage message, byte[] read) = ReadMessage.Of(
                new V2MessageReader(),
                ReadMessage.Pairs(sound),
                pieceBytes,
                room
            );
            message.HasChunk.Should().BeTrue();
            read.Should().Equal(sound);
        }
    }

    [Theory]
    [InlineData("""{"type":"control","timestamp":1,"data":{"action":"play"}}""", V2Action.Play)]
    [InlineData("""{"data":{"action":"stop"},"type":"control"}""", V2Action.Stop)]
    [InlineData("""{"type":"control","data":{"data":{"action":"end_stream"}}}""", V2Action.EndStream)]
    [InlineData(
        """{"type":"control","data":{"action":"configure","params":{"bufferSize":524288}}}""",
        V2Action.Configure
    )]
    [InlineData("""{"type":"control","data":{"action":"dance"}}""", V2Action.Unknown)]
    [InlineData("""{"type":"control","data":{"action":7}}""", V2Action.None)]
    [InlineData("""{"type":"control"}""", V2Action.None)]
    [InlineData("""{"type":"start"}""", V2Action.Play)]
    [InlineData("""{"type":"stop","data":{}}""", V2Action.Stop)]
    [InlineData("""{"type":"pause"}""", V2Action.Pause)]
    [InlineData("""{"type":"resume"}""", V2Action.Resume)]
    [InlineData("""{"type":"end_stream","data":{}}""", V2Action.EndStream)]
    public void Control_says_what_is_to_be_done(string json, V2Action action) =>
        ReadMessage.Of(json).Message.Should().Be(new V2ClientMessage(V2MessageKind.Control, action, false, true));

    [Theory]
    [InlineData("""{"type":"heartbeat"}""", V2MessageKind.Heartbeat)]
    [InlineData("""{"type":"timing_analysis"}""", V2MessageKind.TimingAnalysis)]
    [InlineData("""{"type":"status","data":null}""", V2MessageKind.Status)]
    [InlineData("""{"type":"flow_control","data":{"pause":true}}""", V2MessageKind.Unknown)]
    [InlineData("""{"type":"ping"}""", V2MessageKind.Unknown)]
    [InlineData("""{"type":7}""", V2MessageKind.Unknown)]
    [InlineData("""{"type":"control","type":"heartbeat"}""", V2MessageKind.Heartbeat)]
    [InlineData("""{"type":"audio_chunk","chunk":"AAAA","encoding":"base64"}""", V2MessageKind.AudioChunk)]
    [InlineData("null", V2MessageKind.Unknown)]
    [InlineData("[]", V2MessageKind.Unknown)]
    [InlineData("12", V2MessageKind.Unknown)]
    public void Other_messages_are_known_by_their_type(string json, V2MessageKind kind) =>
        ReadMessage.Of(json).Message.Should().Be(new V2ClientMessage(kind, V2Action.None, false, true));

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("""{"type":"control","data":{"action":"stop"}""")]
    [InlineData("""{"type":"control","data":{"action":"stop"}}}""")]
    [InlineData("""{"type":"audio_chunk","data":{"chunk":{"0":1,}}}""")]
    [InlineData("""{"type":"audio_chunk","data":{"chunk":[01]}}""")]
    public void What_is_no_json_is_nothing_and_the_next_message_is_read(string json)
    {
        var reader = new V2MessageReader();

        ReadMessage.Of(reader, json, 5, 64).Message.Should().Be(default(V2ClientMessage));
        ReadMessage.Of(reader, """{"type":"stop"}""", 5, 64).Message.Action.Should().Be(V2Action.Stop);
    }

    [Fact]
    public void It_is_read_as_far_as_the_depth_that_is_allowed()
    {
        static string Nested(int depth) => new string('[', depth) + new string(']', depth);

        ReadMessage.Of(Nested(V2MessageReader.MaxDepth)).Message.IsJson.Should().BeTrue();
        ReadMessage.Of(Nested(V2MessageReader.MaxDepth + 1)).Message.IsJson.Should().BeFalse();
    }

    [Fact]
    public void What_is_json_is_decided_as_by_the_base_class_library()
    {
        var random = new Random(2);
        string[] seeds =
        [
            ReadMessage.Pairs(1, 20, 255),
            """{"type":"control","data":{"action":"st\u006fp","n":[-1.5e+3,0,true,false,null,{"a":""}]}}""",
            """{"type":"audio_chunk","data":{"chunk":"AQID\n","x":[[],{}]}}""",
        ];
        const string Signs = "{}[]\",:\\ 0123456789-+.eEtrufalsn";
        var reader = new V2MessageReader();
        for (int i = 0; i < 50_000; i++)
        {
            var text = new StringBuilder(seeds[random.Next(seeds.Length)]);
            for (int change = random.Next(3); change >= 0; change--)
            {
                int at = random.Next(text.Length);
                char sign = Signs[random.Next(Signs.Length)];
                if (random.Next(2) == 0)
                    text[at] = sign;
                else
                    text.Insert(at, sign);
            }

            string json = text.ToString();
            ReadMessage
                .Of(reader, json, random.Next(1, 40), random.Next(1, 9))
                .Message.IsJson.Should()
                .Be(IsJson(json), json);
        }
    }

    [Fact]
    public void Ten_million_bytes_in_an_array_are_read_with_no_more_memory_than_the_room()
    {
        byte[] piece = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("7,", 10_000)));
        byte[] room = new byte[4096];
        var reader = new V2MessageReader();
        int written = 0;
        long total = 0;
        Feed("""{"type":"audio_chunk","data":{"chunk":["""u8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            Feed(piece);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Feed("7]}}"u8);

        reader.End().HasChunk.Should().BeTrue();
        (total + written).Should().Be(10_000_001);
        allocated.Should().Be(0);

        void Feed(ReadOnlySpan<byte> json)
        {
            while (!json.IsEmpty)
            {
                json = json[reader.Read(json, room, ref written)..];
                if (json.IsEmpty)
                    break;
                total += written;
                written = 0;
            }
        }
    }

    private static bool IsJson(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
