using System.Text.Json;
using System.Text.Json.Serialization;

namespace Audio.LoadGenerator.Reports;

/// <summary>A report for programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes any report.</summary>
    public static string Write<T>(T report) => JsonSerializer.Serialize(report, Options);
}
