using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Audio.Host.Http.Reference;

/// <summary>A document that is the same for everyone: whoever has it already is told so.</summary>
internal static class TaggedBytes
{
    /// <summary>The messages of version 4: docs/schemas/v4.json, which is made from docs/asyncapi.yaml.</summary>
    public static IResult Schemas() => Answer(EmbeddedFile.Read("v4.json"), "application/schema+json");

    public static IResult Answer(byte[] bytes, string contentType)
    {
        string tag = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));
        return Results.Bytes(bytes, contentType, entityTag: new EntityTagHeaderValue($"\"{tag}\""));
    }
}
