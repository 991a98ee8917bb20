using System.Text.Json.Serialization;

namespace Audio.Client.Pages;

/// <summary>What the daemon answers over HTTP, and the bodies that it takes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(BusesPage))]
[JsonSerializable(typeof(BusPage))]
[JsonSerializable(typeof(BusChangePage))]
[JsonSerializable(typeof(SessionsPage))]
[JsonSerializable(typeof(SessionPage))]
[JsonSerializable(typeof(SessionChangePage))]
[JsonSerializable(typeof(OutlookPage))]
[JsonSerializable(typeof(HealthPage))]
[JsonSerializable(typeof(StatusPage))]
[JsonSerializable(typeof(ProblemPage))]
internal sealed partial class PagesJson : JsonSerializerContext;
