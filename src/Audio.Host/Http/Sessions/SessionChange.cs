using Audio.Host.Http.Problems;
using Audio.Host.Http.Requests;

namespace Audio.Host.Http.Sessions;

/// <summary>The validated body of <c>PATCH /v1/sessions/{id}</c>; omitted fields keep their values.</summary>
/// <param name="Volume">The new linear gain, or <see langword="null"/> to keep the current one.</param>
/// <param name="Paused">
/// Whether to pause or resume the session, or <see langword="null"/> to leave that as it is.
/// </param>
internal readonly record struct SessionChange(float? Volume, bool? Paused)
{
    private const string Shape = """Send {"volume":0.5}, {"paused":true} or both.""";

    /// <summary>Parses and validates the body.</summary>
    /// <exception cref="ApiProblemException">
    /// The body is not JSON, or has fields other than volume and paused.
    /// </exception>
    public static SessionChange Read(ReadOnlyMemory<byte> json) =>
        ChangeFields.Read<SessionChange>(json, "A session", Shape, static (change, field) => field.Name switch
            {
                "volume" => change with { Volume = ChangeFields.Volume(field.Value) },
                "paused" => change with { Paused = ChangeFields.Switch("paused", field.Value) },
                _ => null,
            });
}
