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
                "Of raw samples, in hertz. A WAV header overrules this and the next three.",
                ApiSchemas.Whole(AudioFormat.MinSampleRate, AudioFormat.MaxSampleRate)
            ),
            new(
                "channels",
                "Of raw samples, interleaved; 1 where only the rate is given; 6 is 5.1, in the order of WAV.",
                new OpenApiSchema { Type = JsonSchemaType.Integer, Enum = [1, 2, 6] }
            ),
            new(
                "bits",
                "Of a raw sample: 8 unsigned, 16 and 24 signed, 32 IEEE float, all little-endian; 16 where only "
                    + "the rate is given.",
                new OpenApiSchema { Type = JsonSchemaType.Integer, Enum = [8, 16, 24, 32] }
            ),
            new(
                "encoding",
                "Of a raw sample, by name, where bits do not say enough.",
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
                "A chain of effects that the sound goes through, such as `speed:1.5,highpass:80`. Empty: none. "
                    + "Left out: what the daemon does by default.",
                new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = V4StartSession.MaxEffectsLength }
            ),
            new(
                "priority",
                "What the sound is for: its bus, and who is lowered for it.",
                ApiSchemas.OneOf(EtiquetteNames.Priorities, EtiquetteNames.NameOf(SessionEtiquette.Default.Priority))
            ),
            new(
                "channel",
                "A name that sessions share; what `overlap` says is meant among those of one channel. Left out: "
                    + "it is on none.",
                ApiSchemas.Name()
            ),
            new(
                "overlap",
                "What it does where others are on its channel: mix with them, wait, take their place, or not be "
                    + "played. All but `mix` need a channel.",
                ApiSchemas.OneOf(EtiquetteNames.Overlaps, EtiquetteNames.NameOf(SessionEtiquette.Default.Overlap))
            ),
            new(
                "expiresAfter",
                "Milliseconds in which it must have begun to sound; later it is not played. Left out: any time.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Number,
                    Minimum = "1",
                    Maximum = $"{SessionEtiquette.MaxExpiry.TotalMilliseconds:0}",
                }
            ),
            new(
                "resumeInterrupted",
                "With `overlap=replace`: what it takes the place of goes on afterwards instead of being ended.",
                new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = false }
            ),
            new(
                "jitter",
                "Against sound that comes late: `auto` learns from the gaps, `none` never waits, and a number "
                    + "is a jitter buffer of so many milliseconds (1 to 1000) from the start.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Pattern = @"^(auto|none|[0-9]+(\.[0-9]+)?)$",
                    Default = "auto",
                }
            ),
            new(
                "maxLatency",
                "For sound that comes in real time: milliseconds that may be held. Where a stall leaves more, "
                    + "what is beyond them is skipped at a quiet place. Left out: nothing is skipped.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Number,
                    Minimum = "50",
                    Maximum = "30000",
                }
            ),
            new(
                "id",
                "A name for the session, free at the time; not one that begins with "
                    + $"{string.Join(" or ", SessionNames.Reserved)}. Left out: the daemon makes one.",
                ApiSchemas.Name()
            ),
            new(
                "wait",
                "false: the answer comes when the body was taken, not when it was heard.",
                new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = true }
            ),
        ];
}
