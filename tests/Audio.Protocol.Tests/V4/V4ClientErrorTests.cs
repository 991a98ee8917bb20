using Audio.Protocol.V4;

namespace Audio.Protocol.Tests.V4;

/// <summary>What a client's author reads.</summary>
public sealed class V4ClientErrorTests
{
    private const string Format = "\"audioFormat\":{\"sampleRate\":24000,\"channels\":1,\"bitDepth\":16}";

    [Theory]
    [InlineData("[]", "unknown_type", "A message is a JSON object")]
    [InlineData("{}", "unknown_type", "Unknown message type: a message has a string 'type'")]
    [InlineData("""{"type":5}""", "unknown_type", "Unknown message type: a message has a string 'type'")]
    [InlineData("""{"type":"play"}""", "unknown_type", "Unknown message type: play")]
    [InlineData(
        """{"type":"abcdefghijklmnopqrstuvwxyzabcdefghijklm😀"}""",
        "unknown_type",
        "Unknown message type: abcdefghijklmnopqrstuvwxyzabcdefghijklm…"
    )]
    [InlineData("""{"type":"ping","requestId":5}""", "invalid_field", "Invalid field: requestId must be a string")]
    [InlineData("""{"type":"start_session"}""", "invalid_field", "Missing field: audioFormat")]
    [InlineData(
        """{"type":"start_session","audioFormat":1}""",
        "invalid_field",
        "Invalid field: audioFormat must be an object"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{}}""",
        "invalid_field",
        "Missing field: audioFormat.sampleRate"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"sampleRate":8000}}""",
        "invalid_field",
        "Missing field: audioFormat.channels"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"sampleRate":"8000"}}""",
        "invalid_field",
        "Invalid field: audioFormat.sampleRate must be a number"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"sampleRate":8000.5}}""",
        "invalid_field",
        "Invalid field: audioFormat.sampleRate must be a whole number"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"format":1,"sampleRate":8000}}""",
        "invalid_field",
        "Invalid field: audioFormat.format must be a string"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"sampleRate":1,"channels":1,"encoding":1}}""",
        "invalid_field",
        "Invalid field: audioFormat.encoding must be a string"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"sampleRate":1,"channels":1,"bitDepth":[]}}""",
        "invalid_field",
        "Invalid field: audioFormat.bitDepth must be a number"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"sampleRate":1,"channels":1}}""",
        "invalid_field",
        "Missing field: audioFormat.encoding or audioFormat.bitDepth"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"format":"midi","sampleRate":1,"channels":1,"bitDepth":16}}""",
        "unsupported_format",
        "Unsupported format: midi; it is one of pcm, wav, auto, mp3, flac, ogg, opus, vorbis, aac, m4a"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"sampleRate":0,"channels":1,"bitDepth":16}}""",
        "unsupported_format",
        "Unsupported sample rate: 0; it is 1 to 768000 Hz"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"sampleRate":1,"channels":9,"bitDepth":16}}""",
        "unsupported_format",
        "Unsupported channel count: 9"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"sampleRate":1,"channels":1,"bitDepth":12}}""",
        "unsupported_format",
        "Unsupported bit depth: 12"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"sampleRate":1,"channels":1,"encoding":"mp3"}}""",
        "unsupported_format",
        "Unsupported encoding: mp3; known are pcm_u8, pcm_s16le, pcm_s16be, pcm_s24le, "
            + "pcm_s24be, pcm_s32le, pcm_s32be, pcm_f32le, pcm_f64le, pcm_alaw, pcm_mulaw"
    )]
    [InlineData(
        """{"type":"start_session","sessionId":"",""" + Format + "}",
        "invalid_field",
        "Invalid field: sessionId has 1 to 64 of the characters A-Z a-z 0-9 . _ -"
    )]
    [InlineData(
        """{"type":"start_session","sessionId":5,""" + Format + "}",
        "invalid_field",
        "Invalid field: sessionId must be a string"
    )]
    [InlineData(
        """{"type":"start_session","volume":-0.1,""" + Format + "}",
        "invalid_field",
        "Invalid field: volume is between 0 and 4"
    )]
    [InlineData(
        """{"type":"start_session","volume":"1",""" + Format + "}",
        "invalid_field",
        "Invalid field: volume must be a number"
    )]
    [InlineData(
        """{"type":"start_session","effects":["speed:2"],""" + Format + "}",
        "invalid_field",
        "Invalid field: effects must be a string"
    )]
    [InlineData(
        """{"type":"start_session","priority":"loud",""" + Format + "}",
        "invalid_field",
        "Invalid field: priority is one of media, notification, speech, alert"
    )]
    [InlineData(
        """{"type":"start_session","priority":3,""" + Format + "}",
        "invalid_field",
        "Invalid field: priority must be a string"
    )]
    [InlineData(
        """{"type":"start_session","channel":"c","overlap":"shove",""" + Format + "}",
        "invalid_field",
        "Invalid field: overlap is one of mix, queue, replace, drop"
    )]
    [InlineData(
        """{"type":"start_session","overlap":"queue",""" + Format + "}",
        "invalid_field",
        "Invalid field: overlap queue needs a channel"
    )]
    [InlineData(
        """{"type":"start_session","channel":"a b",""" + Format + "}",
        "invalid_field",
        "Invalid field: channel has 1 to 64 of the characters A-Z a-z 0-9 . _ -"
    )]
    [InlineData(
        """{"type":"start_session","expiresAfter":0.5,""" + Format + "}",
        "invalid_field",
        "Invalid field: expiresAfter is between 1 and 86400000 ms"
    )]
    [InlineData(
        """{"type":"start_session","expiresAfter":1e300,""" + Format + "}",
        "invalid_field",
        "Invalid field: expiresAfter is between 1 and 86400000 ms"
    )]
    [InlineData(
        """{"type":"start_session","expiresAfter":"5s",""" + Format + "}",
        "invalid_field",
        "Invalid field: expiresAfter must be a number"
    )]
    [InlineData(
        """{"type":"start_session","channel":"c","overlap":"queue","resumeInterrupted":true,""" + Format + "}",
        "invalid_field",
        "Invalid field: resumeInterrupted needs overlap replace"
    )]
    [InlineData(
        """{"type":"start_session","resumeInterrupted":"yes",""" + Format + "}",
        "invalid_field",
        "Invalid field: resumeInterrupted must be true or false"
    )]
    [InlineData("""{"type":"stop_session"}""", "invalid_field", "Missing field: sessionId")]
    [InlineData("""{"type":"cancel_session","sessionId":null}""", "invalid_field", "Missing field: sessionId")]
    [InlineData(
        """{"type":"pause_session","sessionId":1}""",
        "invalid_field",
        "Invalid field: sessionId must be a string"
    )]
    [InlineData(
        """{"type":"stop_session","sessionId":"s","mode":"fade"}""",
        "invalid_field",
        "Invalid field: mode is drain or cancel"
    )]
    [InlineData("""{"type":"set_volume","sessionId":"s"}""", "invalid_field", "Missing field: volume")]
    [InlineData("""{"type":"mark","sessionId":"s","name":"m"}""", "invalid_field", "Missing field: offset")]
    [InlineData(
        """{"type":"mark","sessionId":"s","offset":-1,"name":"m"}""",
        "invalid_field",
        "Invalid field: offset is a whole number, 0 or more"
    )]
    [InlineData(
        """{"type":"mark","sessionId":"s","offset":1.5,"name":"m"}""",
        "invalid_field",
        "Invalid field: offset is a whole number, 0 or more"
    )]
    [InlineData(
        """{"type":"mark","sessionId":"s","offset":1e300,"name":"m"}""",
        "invalid_field",
        "Invalid field: offset is a whole number, 0 or more"
    )]
    [InlineData("""{"type":"mark","sessionId":"s","offset":0}""", "invalid_field", "Missing field: name")]
    [InlineData(
        """{"type":"mark","sessionId":"s","offset":0,"name":""}""",
        "invalid_field",
        "Invalid field: name has 1 to 256 characters"
    )]
    [InlineData(
        """{"type":"set_volume","sessionId":"s","volume":4.1}""",
        "invalid_field",
        "Invalid field: volume is between 0 and 4"
    )]
    [InlineData("""{"type":"resume"}""", "invalid_field", "Missing field: token")]
    public void A_refused_message_says_what_is_wrong(string json, string code, string message)
    {
        Action read = () => V4ClientMessages.Read(Sequences.Utf8(json), out _);

        read.Should().Throw<V4Exception>().WithMessage(message).Which.WireCode.Should().Be(code);
    }

    [Fact]
    public void What_is_no_JSON_says_why_and_where()
    {
        Action read = () => V4ClientMessages.Read("{\"type\":"u8.ToArray(), out _);

        read.Should().Throw<V4Exception>().WithMessage("Invalid JSON: *").Which.WireCode.Should().Be("invalid_json");
    }

    [Fact]
    public void A_requestId_has_128_characters_at_most()
    {
        V4ClientMessages.Read(
            Sequences.Utf8($$"""{"type":"ping","requestId":"{{new string('r', 128)}}"}"""),
            out string? requestId
        );
        requestId.Should().HaveLength(128);

        Action read = () =>
            V4ClientMessages.Read(
                Sequences.Utf8($$"""{"type":"ping","requestId":"{{new string('r', 129)}}"}"""),
                out _
            );
        read.Should()
            .Throw<V4Exception>()
            .WithMessage("Invalid field: requestId has at most 128 characters")
            .Which.WireCode.Should()
            .Be("invalid_field");
    }

    [Fact]
    public void The_requestId_is_known_where_the_rest_is_refused()
    {
        string? requestId = null;
        Action read = () => V4ClientMessages.Read("""{"type":"resume","requestId":"r-1"}"""u8.ToArray(), out requestId);

        read.Should().Throw<V4Exception>();
        requestId.Should().Be("r-1");
    }
}
