using System.Buffers.Text;
using System.Text;
using Audio.Protocol.V3;
using Audio.Testing;
using CsCheck;

namespace Audio.Protocol.Tests.V3;

public sealed class V3PropertyTests
{
    private static readonly Gen<string> Fragment = Gen.OneOf(
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\\",
        "\\u00",
        "\\ud800",
        " ",
        "\n",
        "0",
        "-1",
        "1e400",
        "24000.0",
        "null",
        "true",
        "é",
        "\0",
        "\"type\"",
        "\"ping\"",
        "\"start_session\"",
        "\"audio_chunk\"",
        "\"stop_session\"",
        "\"mode\"",
        "\"cancel\"",
        "\"chunk\"",
        "\"AAAA\"",
        "\"A\"",
        "\"encoding\"",
        "\"hex\"",
        "\"audioFormat\"",
        "\"format\"",
        "\"pcm\"",
        "\"sampleRate\"",
        "\"channels\"",
        "\"bitDepth\"",
        "\"\\ud800\""
    );

    private static readonly Gen<byte[]> JsonLike = Fragment
        .Array[0, 40]
        .Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)));

    /// <summary>Values that are well-formed but may be anything, in the fields that are looked at.</summary>
    private static readonly Gen<byte[]> WrongFields = Gen.Select(
        Gen.OneOf("ping", "start_session", "audio_chunk", "stop_session", "get_status", "x"),
        Gen.OneOf("chunk", "encoding", "mode", "audioFormat", "type"),
        Gen.OneOf(
            "null",
            "5",
            "-1e9",
            "true",
            "[]",
            "{}",
            "\"\"",
            "\"\\ud800\"",
            "\"hex\"",
            "\"====\"",
            "\"zz\"",
            "[[[{}]]]",
            """{"format":"\ud800","sampleRate":1,"channels":1,"bitDepth":8}""",
            """{"format":"wav","sampleRate":1e308,"channels":1,"bitDepth":8}""",
            """{"\udfff":1,"format":{},"sampleRate":[],"channels":null,"bitDepth":""}""",
            """{"sampleRate":8000,"channels":1,"bitDepth":8}"""
        ),
        (type, field, value) => Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","{{field}}":{{value}}}""")
    );

    [Fact]
    public void No_bytes_make_the_reader_throw_anything_but_its_own_error()
    {
        Gen.OneOf(JsonLike, WrongFields, Gen.Byte.Array[0, 100])
            .Sample(
                bytes =>
                {
                    try
                    {
                        var message = V3ClientMessage.Read(bytes);
                        byte[] destination = new byte[message.MaxChunkBytes];
                        if (message.Kind == V3MessageKind.AudioChunk)
                            message.DecodeChunk(destination).Should().BeInRange(0, destination.Length);
                        if (message.Kind == V3MessageKind.StartSession)
                            message.ReadAudioFormat().ToAudioFormat()?.IsPlayable.Should().BeTrue();
                    }
                    catch (ProtocolException error)
                    {
                        error.Message.Length.Should().BeInRange(1, 400);
                    }
                },
                iter: 20_000
            );
    }

    [Fact]
    public void Any_audio_survives_any_way_in_which_base64_is_written()
    {
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Bool, Gen.Bool, Gen.Int[0, 4].Array[200])
            .Sample(
                (audio, url, padded, styles) =>
                {
                    string text = url ? Base64Url.EncodeToString(audio) : Convert.ToBase64String(audio);
                    if (!padded)
                        text = text.TrimEnd('=');

                    Decode(Write(text, styles), "base64").Should().Equal(audio);
                },
                iter: 5_000
            );
    }

    [Fact]
    public void Any_audio_survives_any_way_in_which_hex_is_written()
    {
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Bool, Gen.Int[0, 2].Array[200])
            .Sample(
                (audio, upper, styles) =>
                    Decode(Write(upper ? Convert.ToHexString(audio) : Convert.ToHexStringLower(audio), styles), "hex")
                        .Should()
                        .Equal(audio),
                iter: 5_000
            );
    }

    [Fact]
    public void DecodeChunk_room_for_exactly_what_is_promised_is_enough_and_nothing_behind_it_is_touched()
    {
        Gen.Select(JsonText, Gen.OneOf("base64", "hex"))
            .Sample(
                (chunk, encoding) =>
                {
                    byte[] json = Encoding.UTF8.GetBytes(
                        $$"""{"type":"audio_chunk","encoding":"{{encoding}}","chunk":"{{chunk}}"}"""
                    );
                    var message = V3ClientMessage.Read(json);
                    byte[] destination = [.. Enumerable.Repeat((byte)0xA5, message.MaxChunkBytes + 16)];
                    try
                    {
                        message.DecodeChunk(destination.AsSpan(0, message.MaxChunkBytes));
                    }
                    catch (ProtocolException) { }
                    destination[message.MaxChunkBytes..].Should().AllBeEquivalentTo((byte)0xA5);
                },
                iter: 2_000
            );
    }

    [Fact]
    public void Reading_and_decoding_a_chunk_allocates_nothing()
    {
        byte[] plain = Message(Convert.ToBase64String(new byte[4000]));
        byte[] escaped = Message(Convert.ToBase64String(new byte[3999]) + "\\n");
        byte[] destination = new byte[8000];
        Allocations.Of(Run).Should().Be(0);

        void Run()
        {
            V3ClientMessage.Read(plain).DecodeChunk(destination);
            V3ClientMessage.Read(escaped).DecodeChunk(destination);
        }

        static byte[] Message(string chunk) =>
            Encoding.UTF8.GetBytes($$"""{"type":"audio_chunk","chunk":"{{chunk}}","encoding":"base64"}""");
    }

    private static Gen<string> JsonText =>
        Gen.OneOf("A", "Q==", "=", "-", "_", "/", "\\/", "\\n", "\\u0041", "\\b", " ", "é", "0", "f")
            .Array[0, 30]
            .Select(string.Concat);

    /// <summary>
    /// Each character of the text in one of the ways of JSON: as it is (0), <c>\uXXXX</c> (1, 2), or with white space
    /// behind it (3, 4).
    /// </summary>
    private static string Write(string text, int[] styles)
    {
        var written = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            _ = styles[i % styles.Length] switch
            {
                1 => written.Append($"\\u{(int)text[i]:x4}"),
                2 => written.Append($"\\u{(int)text[i]:X4}"),
                3 => written.Append(text[i] == '/' ? "\\/" : text[i]).Append("\\r\\n"),
                4 => written.Append(text[i]).Append(" \\t"),
                _ => written.Append(text[i]),
            };
        }
        return written.ToString();
    }

    private static byte[] Decode(string text, string encoding)
    {
        var message = V3ClientMessage.Read(
            Encoding.UTF8.GetBytes($$"""{"chunk":"{{text}}","encoding":"{{encoding}}","type":"audio_chunk"}""")
        );
        byte[] destination = new byte[message.MaxChunkBytes];
        return destination[..message.DecodeChunk(destination)];
    }
}
