using Audio.Host.Http.Problems;
using Audio.Host.Http.Requests;

namespace Audio.Host.Http.Sessions;

/// <summary>The body of <c>PATCH /v1/sessions/{id}</c>, checked; what is left out stays as it is.</summary>
/// <param name="Volume">Linear gain, if it is to change.</param>
/// <param name="Paused">Whether it is to be paused or to play on, if that is to change.</param>
internal readonly record struct SessionChange(float? Volume, bool? Paused)
{
    private const string Shape = """Send {"volume":0.5}, {"paused":true} or both.""";

    /// <summary>Reads it.</summary>
    /// <exception cref="ApiProblemException">
    /// It is no JSON, or says something else than a volume and a pause.
    /// </exception>
    public static SessionChange Read(ReadOnlyMemory<byte> json) =>
        ChangeFields.Read<SessionChange>(json, "A session", Shape, static (change, field) => field.Name switch
            {
                "volume" => change with { Volume = ChangeFields.Volume(field.Value) },
                "paused" => change with { Paused = ChangeFields.Switch("paused", field.Value) },
                _ => null,
            });
}
