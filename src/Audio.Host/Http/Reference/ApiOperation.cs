using Microsoft.OpenApi;

namespace Audio.Host.Http.Reference;

/// <summary>The part of a route's reference that its signature does not tell; stored as endpoint metadata.</summary>
internal sealed record ApiOperation
{
    /// <summary>
    /// Creates its query parameters. Called when the reference is requested, not when the daemon starts.
    /// </summary>
    public Func<IReadOnlyList<ApiParameter>> Query { get; init; } = static () => [];

    /// <summary>The description of the path's parameter; <see langword="null"/> if there is none.</summary>
    public string? Id { get; init; }

    /// <summary>The content types of a sound body; empty if it takes none.</summary>
    public IReadOnlyList<string> Sound { get; init; } = [];

    /// <summary>
    /// Creates the schema of its JSON body, likewise on request; <see langword="null"/> if it takes none.
    /// </summary>
    public Func<OpenApiSchema>? Json { get; init; }

    /// <summary>A second type that a 200 may have; it must occur in the document for another route too.</summary>
    public Type? OrAnswer { get; init; }

    /// <summary>The description of each success, by status.</summary>
    public required IReadOnlyDictionary<int, string> Answers { get; init; }

    /// <summary>The problems it can answer with.</summary>
    public IReadOnlyList<ApiProblemKind> Problems { get; init; } = [];
}

/// <summary>A query parameter.</summary>
internal sealed record ApiParameter(string Name, string Description, OpenApiSchema Schema);
