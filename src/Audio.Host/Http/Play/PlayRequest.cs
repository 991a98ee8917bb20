using Audio.Core.Effects;
using Audio.Host.Http.Problems;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using SessionOptions = Audio.Core.Sessions.SessionOptions;

namespace Audio.Host.Http.Play;

/// <summary>A request to <c>/v1/play</c>, read from its query and content type.</summary>
internal sealed record PlayRequest
{
    /// <summary>All requests count as one client: programs of one machine cannot be told apart over HTTP.</summary>
    private const string HttpClients = "http";

    /// <summary>The declared format; <see langword="null"/> if the body says it.</summary>
    public AudioFormat? Format { get; init; }

    /// <summary>What surrounds the samples.</summary>
    public AudioContainer Container { get; init; } = AudioContainer.Auto;

    /// <summary>Whether nothing tells the byte order of <c>audio/L16</c>.</summary>
    public bool FindsByteOrder { get; init; }

    /// <summary>The session's name; <see langword="null"/> to have one generated.</summary>
    public string? Id { get; init; }

    /// <summary>Linear gain, 0 to 4.</summary>
    public float Volume { get; init; } = 1f;

    /// <summary>The effects; <see langword="null"/> for the daemon's default.</summary>
    public EffectChain? Effects { get; init; }

    /// <summary>How the session behaves towards others.</summary>
    public SessionEtiquette Etiquette { get; init; } = SessionEtiquette.Default;

    /// <summary>How the session compensates for sound that arrives late.</summary>
    public SessionJitter Jitter { get; init; } = SessionJitter.Auto;

    /// <summary>The most sound that may be buffered; <see langword="null"/> if nothing is ever skipped.</summary>
    public TimeSpan? MaxLatency { get; init; }

    /// <summary>
    /// Whether the answer waits until the sound was heard; otherwise it is sent once the body was received.
    /// </summary>
    public bool Wait { get; init; } = true;

    /// <summary>Parses and validates the request.</summary>
    /// <exception cref="ApiProblemException">
    /// A parameter is invalid, or the content type is not a sound format.
    /// </exception>
    public static PlayRequest Read(IQueryCollection query, string? contentType)
    {
        var parameters = PlayParameters.Read(query);
        var type = PlayContentType.Read(contentType);
        (AudioFormat? format, AudioContainer container) = PlayFormat.Of(parameters, type);
        return new PlayRequest
        {
            Format = format,
            Container = container,
            FindsByteOrder = (type.Kind, type.Encoding, parameters.Encoding) is (PlayContentKind.L16, null, null),
            Id = parameters.Id,
            Volume = parameters.Volume ?? 1f,
            Effects = parameters.Effects,
            Etiquette = parameters.Etiquette,
            Jitter = parameters.Jitter,
            MaxLatency = parameters.MaxLatency,
            Wait = parameters.Wait ?? true,
        };
    }

    /// <summary>The options for opening the engine's session.</summary>
    /// <param name="id">The session's name.</param>
    /// <param name="owner">The session's owner.</param>
    /// <param name="hasMore">
    /// Tells whether more of the body can be read without waiting; null if that is unknown.
    /// </param>
    /// <param name="isOwnUser">Tells whether the sender is the account that runs the daemon; null: it is.</param>
    public SessionOptions ToSession(
        string id,
        string owner,
        Func<bool>? hasMore = null,
        Func<bool>? isOwnUser = null
    ) =>
        new()
        {
            Format = Format,
            Container = Container,
            FindsByteOrder = FindsByteOrder,
            Id = id,
            Owner = owner,
            Client = HttpClients,
            Volume = Volume,
            Effects = Effects,
            Etiquette = Etiquette,
            Jitter = Jitter,
            MaxLatency = MaxLatency,
            KeepsBacklog = true,
            HasMore = hasMore,
            IsOwnUser = isOwnUser,
        };
}
