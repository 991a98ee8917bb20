using Audio.Core.Sessions;
using Audio.Host.Http.Play;
using Audio.Host.Http.Problems;
using Audio.Protocol;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Audio.Host.Tests.Http;

/// <summary>The query and content type of /v1/play, read together.</summary>
public sealed class PlayRequestTests
{
    [Theory]
    [
        InlineData(null),
        InlineData(""),
        InlineData("application/octet-stream"),
        InlineData("application/x-www-form-urlencoded"),
        InlineData("audio/pcm")
    ]
    [
        InlineData("audio/wav"),
        InlineData("audio/x-wav"),
        InlineData("audio/wave"),
        InlineData("audio/vnd.wave;codec=1"),
        InlineData("AUDIO/WAV")
    ]
    public void Without_a_format_the_body_must_say_it(string? contentType)
    {
        PlayRequest request = Read("", contentType);

        request
            .Should()
            .Be(
                new PlayRequest
                {
                    Format = null,
                    Container = AudioContainer.Auto,
                    Id = null,
                    Volume = 1f,
                    Wait = true,
                }
            );
    }

    [Theory]
    [InlineData("?rate=24000", SampleEncoding.PcmS16Le, 24_000, 1)]
    [InlineData("?rate=8000&channels=2&bits=8", SampleEncoding.PcmU8, 8_000, 2)]
    [InlineData("?rate=1&bits=16", SampleEncoding.PcmS16Le, 1, 1)]
    [InlineData("?rate=768000&bits=24", SampleEncoding.PcmS24Le, 768_000, 1)]
    [InlineData("?RATE=44100&Bits=32", SampleEncoding.Float32Le, 44_100, 1)]
    [InlineData("?rate=44100&bits=32&encoding=pcm_s32le", SampleEncoding.PcmS32Le, 44_100, 1)]
    [InlineData("?rate=44100&encoding=pcm_f64le", SampleEncoding.Float64Le, 44_100, 1)]
    [InlineData("?rate=44100&encoding=pcm_s16be&channels=2", SampleEncoding.PcmS16Be, 44_100, 2)]
    public void Raw_samples_are_as_the_query_says_where_no_WAV_header_stands_first(
        string query,
        SampleEncoding encoding,
        int rate,
        int channels
    )
    {
        PlayRequest request = Read(query, null);

        request.Format.Should().Be(new AudioFormat(encoding, rate, channels));
        request.Container.Should().Be(AudioContainer.Auto);
    }

    [Theory]
    [InlineData("", "audio/L16;rate=24000;channels=2", 24_000, 2)]
    [InlineData("", "audio/l16; rate=\"8000\"", 8_000, 1)]
    [InlineData("?rate=16000&bits=16&encoding=pcm_s16be", "audio/L16", 16_000, 1)]
    [InlineData("?rate=16000&channels=2", "audio/L16;rate=16000", 16_000, 2)]
    public void L16_is_big_endian_and_never_a_WAV_file(string query, string contentType, int rate, int channels)
    {
        PlayRequest request = Read(query, contentType);

        request.Format.Should().Be(new AudioFormat(SampleEncoding.PcmS16Be, rate, channels));
        request.Container.Should().Be(AudioContainer.Raw);
    }

    [Theory]
    [InlineData("", "audio/L16;rate=8000", SampleEncoding.PcmS16Be, true)]
    [InlineData("", "audio/L16;rate=8000;codec=opus;endianness=middle", SampleEncoding.PcmS16Be, true)]
    [InlineData("?bits=16", "audio/L16;rate=8000", SampleEncoding.PcmS16Be, true)]
    [InlineData("", "audio/L16;codec=pcm;rate=8000", SampleEncoding.PcmS16Le, false)]
    [InlineData("", "audio/L16;Codec=\"PCM\";rate=8000", SampleEncoding.PcmS16Le, false)]
    [InlineData("", "audio/l16;rate=8000;endianness=little-endian", SampleEncoding.PcmS16Le, false)]
    [InlineData("", "audio/l16;rate=8000;endianness=big-endian", SampleEncoding.PcmS16Be, false)]
    [InlineData("", "audio/l16;rate=8000;codec=pcm;endianness=big-endian", SampleEncoding.PcmS16Be, false)]
    [InlineData("?encoding=pcm_s16be", "audio/L16;rate=8000", SampleEncoding.PcmS16Be, false)]
    [InlineData("?encoding=pcm_s16le", "audio/L16;rate=8000", SampleEncoding.PcmS16Le, false)]
    [InlineData("?encoding=pcm_s16le", "audio/L16;rate=8000;codec=pcm", SampleEncoding.PcmS16Le, false)]
    public void The_byte_order_of_L16_is_found_where_nothing_tells_it(
        string query,
        string contentType,
        SampleEncoding encoding,
        bool isFound
    )
    {
        PlayRequest request = Read(query, contentType);

        (request.Format!.Value.Encoding, request.FindsByteOrder).Should().Be((encoding, isFound));
        request.ToSession("x", "http test").FindsByteOrder.Should().Be(isFound);
    }

    [Fact]
    public void The_rest_of_the_query()
    {
        PlayRequest request = Read("?volume=0.25&id=Door-bell_1.a&wait=false&jitter=40&maxLatency=200", null);

        (request.Volume, request.Id, request.Wait).Should().Be((0.25f, "Door-bell_1.a", false));
        request.Jitter.Should().Be(SessionJitter.Fixed(TimeSpan.FromMilliseconds(40)));
        SessionOptions session = request.ToSession("x", "http test");
        session.Jitter.Should().Be(request.Jitter);
        session.MaxLatency.Should().Be(TimeSpan.FromMilliseconds(200));
        (session.Volume, session.Id, session.Owner, session.Container)
            .Should()
            .Be((0.25f, "x", "http test", AudioContainer.Auto));
    }

    [Theory]
    [InlineData(
        "?rat=24000",
        null,
        "There is no parameter rat; the parameters are rate, channels, bits, encoding, volume, effects, priority, "
            + "channel, overlap, expiresAfter, resumeInterrupted, jitter, maxLatency, id, wait."
    )]
    [InlineData("?rate=1&rate=2", null, "The parameter rate appears 2 times; give it once.")]
    [InlineData(
        "?jitter=soon",
        null,
        "The parameter jitter is auto, none, or a number of milliseconds from 1 to 1000; it is 'soon'."
    )]
    [InlineData(
        "?maxLatency=10",
        null,
        "The parameter maxLatency is a number of milliseconds from 50 to 30000; it is '10'."
    )]
    [InlineData("?rate=0", null, "The parameter rate is a whole number from 1 to 768000 (hertz); it is '0'.")]
    [InlineData("?rate=24k", null, "The parameter rate is a whole number from 1 to 768000 (hertz); it is '24k'.")]
    [InlineData("?rate=%2B8000", null, "The parameter rate is a whole number from 1 to 768000 (hertz); it is '+8000'.")]
    [InlineData("?rate=8000&channels=9", null, "The parameter channels is a whole number from 1 to 8; it is '9'.")]
    [InlineData("?rate=8000&bits=12", null, "The parameter bits is 8, 16, 24 or 32; it is '12'.")]
    [InlineData(
        "?rate=8000&encoding=mp3",
        null,
        "The parameter encoding is one of pcm_u8, pcm_s16le, pcm_s16be, pcm_s24le, pcm_s24be, pcm_s32le, "
            + "pcm_s32be, pcm_f32le, pcm_f64le, pcm_alaw, pcm_mulaw; it is 'mp3'."
    )]
    [InlineData(
        "?rate=8000&encoding=pcm_s16le&bits=8",
        null,
        "pcm_s16le has 16 bits, but the query says 8; omit bits."
    )]
    [InlineData(
        "?channels=1",
        null,
        "The parameter rate is missing: raw samples need it (?rate=24000&channels=1&bits=16). A file needs "
            + "no parameters."
    )]
    [InlineData(
        "?volume=4.1",
        null,
        "The parameter volume is a number from 0 to 4, with a point; 1 leaves the sound as it is; it is '4.1'."
    )]
    [InlineData(
        "?volume=-1",
        null,
        "The parameter volume is a number from 0 to 4, with a point; 1 leaves the sound as it is; it is '-1'."
    )]
    [InlineData(
        "?volume=NaN",
        null,
        "The parameter volume is a number from 0 to 4, with a point; 1 leaves the sound as it is; it is 'NaN'."
    )]
    [InlineData(
        "?volume=0,5",
        null,
        "The parameter volume is a number from 0 to 4, with a point; 1 leaves the sound as it is; it is '0,5'."
    )]
    [InlineData("?id=", null, "The parameter id has 1 to 64 of the characters A-Z a-z 0-9 . _ -; it is ''.")]
    [InlineData("?id=a/b", null, "The parameter id has 1 to 64 of the characters A-Z a-z 0-9 . _ -; it is 'a/b'.")]
    [InlineData(
        "?id=http_7",
        null,
        "The parameter id does not begin with client_ or session_ or http_, as the daemon's own names do; it is "
            + "'http_7'."
    )]
    [InlineData("?wait=maybe", null, "The parameter wait is true or false; it is 'maybe'.")]
    [InlineData("", "audio/L16", "The rate is missing: audio/L16;rate=24000;channels=1.")]
    [InlineData("", "audio/L16;rate=fast", "The rate of audio/L16 is one whole number from 1 to 768000; it is 'fast'.")]
    [InlineData(
        "",
        "audio/L16;rate=8000;channels=6",
        "The channels of audio/L16 is one whole number from 1 to 2; it is '6'."
    )]
    [InlineData(
        "?rate=16000",
        "audio/L16;rate=8000",
        "The query says rate 16000, the content type 8000; give it once."
    )]
    [InlineData(
        "?bits=8",
        "audio/L16;rate=8000",
        "audio/L16 is pcm_s16be or pcm_s16le, but the query says otherwise; omit bits and encoding, "
            + "or send the samples as application/octet-stream."
    )]
    [InlineData(
        "?encoding=pcm_s24be",
        "audio/L16;rate=8000",
        "audio/L16 is pcm_s16be or pcm_s16le, but the query says otherwise; omit bits and encoding, "
            + "or send the samples as application/octet-stream."
    )]
    [InlineData(
        "?encoding=pcm_s16be",
        "audio/L16;rate=8000;codec=pcm",
        "audio/L16 is pcm_s16le, but the query says otherwise; omit bits and encoding, "
            + "or send the samples as application/octet-stream."
    )]
    public void What_cannot_be_used_is_400_and_says_what_can(string query, string? contentType, string detail)
    {
        ApiProblem problem = Refused(query, contentType);

        (problem.Status, problem.Type, problem.Detail).Should().Be((400, "/problems/invalid-parameter", detail));
    }

    [Theory]
    [InlineData("text/html", "The content type text/html is not supported.")]
    [InlineData("application/json", "The content type application/json is not supported.")]
    [InlineData("multipart/form-data; boundary=x", "The content type multipart/form-data is not supported.")]
    [InlineData("sound", "'sound' is not a content type.")]
    public void A_content_type_of_something_else_is_415_and_says_what_to_send(string contentType, string what)
    {
        ApiProblem problem = Refused("?rate=8000", contentType);

        (problem.Status, problem.Type).Should().Be((415, "/problems/unsupported-media-type"));
        problem
            .Detail.Should()
            .Be(
                $"{what} Send a WAV, MP3, FLAC or Ogg file (Opus, Vorbis, FLAC), raw samples with "
                    + "?rate=24000&channels=1&bits=16, or "
                    + "audio/L16;rate=24000;channels=1 (big-endian)."
            );
    }

    [Fact]
    public void A_name_has_at_most_64_characters()
    {
        Read($"?id={new string('a', 64)}", null).Id.Should().HaveLength(64);
        Refused($"?id={new string('a', 65)}", null).Status.Should().Be(400);
    }

    [Fact]
    public void Whatever_is_asked_is_understood_or_refused_with_a_problem() =>
        Gen.Select(
                Gen.Select(
                    Gen.OneOf(Gen.OneOf<string>([.. PlayParameters.Names]), Gen.String),
                    Gen.OneOf(Gen.OneOf("1", "16", "48000", "pcm_u8", "true", "a"), Gen.String)
                ).Array[0, 5],
                Gen.OneOf(
                    Gen.OneOf<string?>(
                        null,
                        "audio/wav",
                        "audio/L16;rate=8000",
                        "audio/L16;rate=8000;rate=9000",
                        "audio/L16;rate"
                    ),
                    Gen.String!
                )
            )
            .Sample(
                (parameters, contentType) =>
                {
                    string query = parameters.Aggregate("", (text, p) =>
                        QueryHelpers.AddQueryString(text, p.Item1, p.Item2)
                    );
                    try
                    {
                        PlayRequest request = Read(query, contentType);
                        (request.Format?.IsPlayable ?? true).Should().BeTrue();
                    }
                    catch (ApiProblemException e)
                    {
                        e.Problem.Status.Should().BeOneOf(400, 415);
                        e.Problem.Detail.Should().NotBeNullOrEmpty().And.NotContain("\n");
                    }
                },
                iter: 2_000
            );

    private static PlayRequest Read(string query, string? contentType) =>
        PlayRequest.Read(new QueryCollection(QueryHelpers.ParseQuery(query)), contentType);

    private static ApiProblem Refused(string query, string? contentType) =>
        FluentActions.Invoking(() => Read(query, contentType)).Should().Throw<ApiProblemException>().Which.Problem;
}
