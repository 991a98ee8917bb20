using Audio.Host.Http.Problems;
using Audio.Host.Http.Requests;

namespace Audio.Host.Http.Buses;

/// <summary>The validated body of <c>PATCH /v1/buses/{name}</c>; omitted fields keep their values.</summary>
/// <param name="Volume">The new linear gain, or <see langword="null"/> to keep the current one.</param>
/// <param name="Muted">Whether to mute the bus, or <see langword="null"/> to leave that as it is.</param>
internal readonly record struct BusChange(float? Volume, bool? Muted)
{
    private const string Shape = """Send {"volume":0.5}, {"muted":true} or both.""";

    /// <summary>Parses and validates the body.</summary>
    /// <exception cref="ApiProblemException">
    /// The body is not JSON, or has fields other than volume and muted.
    /// </exception>
    public static BusChange Read(ReadOnlyMemory<byte> json) =>
        ChangeFields.Read<BusChange>(json, "A bus", Shape, static (change, field) => field.Name switch
            {
                "volume" => change with { Volume = ChangeFields.Volume(field.Value) },
                "muted" => change with { Muted = ChangeFields.Switch("muted", field.Value) },
                _ => null,
            });
}
