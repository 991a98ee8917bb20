using Audio.Core.Effects;
using Audio.Host.Http.Problems;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using SessionOptions = Audio.Core.Sessions.SessionOptions;

namespace Audio.Host.Http.Play;

/// <summary>What a <c>/v1/play</c> asks for, read from its query and content type.</summary>
internal sealed record PlayRequest
{
    /// <summary>The format that was declared; <see langword="null"/>: the body says it in a WAV header.</summary>
    public AudioFormat? Format { get; init; }

    /// <summary>Whether a WAV header may stand first.</summary>
    public AudioContainer Container { get; init; } = AudioContainer.Wav;

    /// <summary>The session's name; <see langword="null"/>: one is made.</summary>
    public string? Id { get; init; }

    /// <summary>Linear gain, 0 to 4.</summary>
    public float Volume { get; init; } = 1f;

    /// <summary>What its sound goes through; <see langword="null"/>: what the daemon does by default.</summary>
    public EffectChain? Effects { get; init; }

    /// <summary>How it meets others.</summary>
    public SessionEtiquette Etiquette { get; init; } = SessionEtiquette.Default;

    /// <summary>What is done against sound that comes late.</summary>
    public SessionJitter Jitter { get; init; } = SessionJitter.Auto;

    /// <summary>How much may be held; <see langword="null"/>: nothing is skipped.</summary>
    public TimeSpan? MaxLatency { get; init; }

    /// <summary>Whether the answer comes when it was heard; otherwise as soon as the body was taken.</summary>
    public bool Wait { get; init; } = true;

    /// <summary>Reads it.</summary>
    /// <exception cref="ApiProblemException">
    /// A parameter cannot be used, or the content type is none of sound.
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
            Id = parameters.Id,
            Volume = parameters.Volume ?? 1f,
            Effects = parameters.Effects,
            Etiquette = parameters.Etiquette,
            Jitter = parameters.Jitter,
            MaxLatency = parameters.MaxLatency,
            Wait = parameters.Wait ?? true,
        };
    }

    /// <summary>What the engine is to open.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="owner">Who it belongs to.</param>
    /// <param name="hasMore">Whether more of the body can be read at this very moment; null: nobody knows.</param>
    public SessionOptions ToSession(string id, string owner, Func<bool>? hasMore = null) =>
        new()
        {
            // a WAV header overrules it, and without one there is a format
            Format = Format ?? AudioFormat.Pcm16(48_000, channels: 1),
            Container = Container,
            Id = id,
            Owner = owner,
            Volume = Volume,
            Effects = Effects,
            Etiquette = Etiquette,
            Jitter = Jitter,
            MaxLatency = MaxLatency,
            KeepsBacklog = true,
            HasMore = hasMore,
        };
}
