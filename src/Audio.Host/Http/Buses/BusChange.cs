using Audio.Host.Http.Problems;
using Audio.Host.Http.Requests;

namespace Audio.Host.Http.Buses;

/// <summary>The body of <c>PATCH /v1/buses/{name}</c>, checked; what is left out stays as it is.</summary>
/// <param name="Volume">Linear gain, if it is to change.</param>
/// <param name="Muted">Whether it is to be silent, if that is to change.</param>
internal readonly record struct BusChange(float? Volume, bool? Muted)
{
    private const string Shape = """Send {"volume":0.5}, {"muted":true} or both.""";

    /// <summary>Reads it.</summary>
    /// <exception cref="ApiProblemException">
    /// It is no JSON, or says something else than a volume and a mute.
    /// </exception>
    public static BusChange Read(ReadOnlyMemory<byte> json) =>
        ChangeFields.Read<BusChange>(json, "A bus", Shape, static (change, field) => field.Name switch
            {
                "volume" => change with { Volume = ChangeFields.Volume(field.Value) },
                "muted" => change with { Muted = ChangeFields.Switch("muted", field.Value) },
                _ => null,
            });
}
