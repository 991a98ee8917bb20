using System.Text.Json.Nodes;
using Audio.Core.Sessions;
using Audio.Host.Http.Reference;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V4;
using Microsoft.OpenApi;

namespace Audio.Host.Http.Play;

/// <summary>The reference for the query of <c>/v1/play</c>.</summary>
internal static class PlayQuery
{
    public static ApiParameter[] Parameters() =>
        [
            new(
                "rate",
                "Sample rate of raw samples, in hertz. A WAV header overrides this parameter and the next three.",
                ApiSchemas.Whole(AudioFormat.MinSampleRate, AudioFormat.MaxSampleRate)
            ),
            new(
                "channels",
                "Channels of raw samples, interleaved; 1 if only the rate is given. They are in WAV order: "
                    + "mono, stereo, 3.0, quad, 5.0, 5.1, 6.1, 7.1.",
                ApiSchemas.Whole(1, AudioFormat.MaxChannels)
            ),
            new(
                "bits",
                "Bits per raw sample: 8 is unsigned, 16 and 24 are signed, 32 is IEEE float, all little-endian; "
                    + "16 if only the rate is given.",
                new OpenApiSchema { Type = JsonSchemaType.Integer, Enum = [8, 16, 24, 32] }
            ),
            new(
                "encoding",
                "Encoding of raw samples by name, if `bits` is ambiguous.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Enum = [.. SampleEncodingNames.All.Select(name => (JsonNode)name)],
                }
            ),
            new(
                "volume",
                "Linear gain; 1 leaves the sound as it is.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Number,
                    Minimum = "0",
                    Maximum = $"{AudioSession.MaxVolume:0}",
                    Default = 1,
                }
            ),
            new(
                "effects",
                "A chain of effects, such as `speed:1.5,highpass:80`. Empty means none; the default is set by "
                    + "the daemon.",
                new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = V4StartSession.MaxEffectsLength }
            ),
            new(
                "priority",
                "What the sound is for: selects its bus and what is ducked for it.",
                ApiSchemas.OneOf(EtiquetteNames.Priorities, EtiquetteNames.NameOf(SessionEtiquette.Default.Priority))
            ),
            new(
                "channel",
                "A name shared by sessions; `overlap` applies among the sessions of one channel. By default the "
                    + "session has no channel.",
                ApiSchemas.Name()
            ),
            new(
                "overlap",
                "What the session does if others are on its channel: mix with them, wait, replace them, or be "
                    + "dropped. All but `mix` need a channel.",
                ApiSchemas.OneOf(EtiquetteNames.Overlaps, EtiquetteNames.NameOf(SessionEtiquette.Default.Overlap))
            ),
            new(
                "expiresAfter",
                "Milliseconds within which the sound must start; after that it is not played. By default it "
                    + "never expires.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Number,
                    Minimum = "1",
                    Maximum = $"{SessionEtiquette.MaxExpiry.TotalMilliseconds:0}",
                }
            ),
            new(
                "resumeInterrupted",
                "With `overlap=replace`: replaced sessions resume afterwards instead of ending.",
                new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = false }
            ),
            new(
                "jitter",
                "Compensation for sound that arrives late: `auto` learns from gaps, `none` never waits, and a "
                    + "number is the size of a jitter buffer in milliseconds (1 to 1000) from the start.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Pattern = @"^(auto|none|[0-9]+(\.[0-9]+)?)$",
                    Default = "auto",
                }
            ),
            new(
                "maxLatency",
                "For real-time sound: the most milliseconds that may be buffered. If a stall leaves more, the "
                    + "excess is skipped at a quiet place. By default nothing is skipped.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Number,
                    Minimum = "50",
                    Maximum = "30000",
                }
            ),
            new(
                "id",
                "A name for the session that no open session has and that does not start with "
                    + $"{string.Join(" or ", SessionNames.Reserved)}. By default the daemon generates one.",
                ApiSchemas.Name()
            ),
            new(
                "wait",
                "`false`: answers once the body has been received instead of once it has been heard.",
                new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = true }
            ),
        ];
}
