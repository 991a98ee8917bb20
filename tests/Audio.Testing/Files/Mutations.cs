using System.Text;
using System.Text.Json.Nodes;

namespace Audio.Testing.Files;

/// <summary>
/// What becomes of a file that was written by a version to come, by hand, by another program, or by a disk that was
/// full.
/// </summary>
public static class Mutations
{
    /// <summary>Values in the place of others; half of a surrogate pair is JSON and no text.</summary>
    private static readonly string[] Values =
    [
        "null",
        "true",
        "0",
        "-1",
        "70000",
        "1e999",
        "-1e-999",
        "9223372036854775808",
        "2147483648",
        "0.5",
        "\"\"",
        "\"x\"",
        "\"\\ud800\"",
        "\"\\udc00x\"",
        "\"\\u0000\"",
        "\"a\\u001bb\"",
        "[]",
        "{}",
        "[null]",
        "{\"\\ud800\":1}",
        "{\"Sink\":null}",
        "{\"Sink\":\"alsa\"}",
        "{\"Port\":\"x\"}",
        "\"999999999-01-01\"",
        "\"0001-01-01T00:00:00+14:00\"",
        "[[[[[[[[[[]]]]]]]]]]",
    ];

    /// <summary>Files that are wrong from the first byte.</summary>
    public static IEnumerable<byte[]> Fixed { get; } =
    [
        [],
        [0],
        [0xFF, 0xFE],
        [0xEF, 0xBB, 0xBF],
        new byte[5000],
        "null"u8.ToArray(),
        "[]"u8.ToArray(),
        "{}"u8.ToArray(),
        "{"u8.ToArray(),
        "\"\\ud800\""u8.ToArray(),
        "70000"u8.ToArray(),
        "-1"u8.ToArray(),
        "0"u8.ToArray(),
        "8081 8082"u8.ToArray(),
        Encoding.UTF8.GetBytes(new string('[', 10_000)),
        Encoding.UTF8.GetBytes($"{{\"{new string('a', 2_000_000)}\":1}}"),
    ];

    /// <summary>
    /// Every value of a JSON text in turn in the place of another, and a number of damages to its bytes.
    /// </summary>
    public static IEnumerable<byte[]> Of(string json, int damages)
    {
        foreach (string[] path in PathsOf(JsonNode.Parse(json)!, []))
        {
            foreach (string value in Values)
                yield return Encoding.UTF8.GetBytes(With(json, path, value));
        }
        var random = new Random(16);
        for (int i = 0; i < damages; i++)
            yield return Damaged(Encoding.UTF8.GetBytes(json), random);
    }

    private static string With(string json, string[] path, string value)
    {
        const string Place = "#here#";
        JsonNode root = JsonNode.Parse(json)!;
        JsonNode holder = root;
        foreach (string name in path[..^1])
            holder = holder[name]!;
        holder[path[^1]] = Place;
        return root.ToJsonString().Replace($"\"{Place}\"", value, StringComparison.Ordinal);
    }

    private static IEnumerable<string[]> PathsOf(JsonNode node, string[] above)
    {
        if (node is not JsonObject fields)
            yield break;
        foreach ((string name, JsonNode? value) in fields)
        {
            yield return [.. above, name];
            if (value is null)
                continue;
            foreach (string[] path in PathsOf(value, [.. above, name]))
                yield return path;
        }
    }

    private static byte[] Damaged(byte[] bytes, Random random)
    {
        int at = random.Next(bytes.Length);
        switch (random.Next(4))
        {
            case 0:
                return bytes[..at];
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2:
                return [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]];
            default:
                byte[] noise = new byte[random.Next(1, 9)];
                random.NextBytes(noise);
                return [.. bytes[..at], .. noise, .. bytes[at..]];
        }
    }
}
