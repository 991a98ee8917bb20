using Microsoft.OpenApi;

namespace Audio.Host.Http.Reference;

/// <summary>What the reference says of a route beyond what its signature does; metadata of the endpoint.</summary>
internal sealed record ApiOperation
{
    /// <summary>What it takes in its query. Made when the reference is asked for, not when the daemon starts.</summary>
    public Func<IReadOnlyList<ApiParameter>> Query { get; init; } = static () => [];

    /// <summary>What the path's <c>id</c> is; <see langword="null"/>: there is none.</summary>
    public string? Id { get; init; }

    /// <summary>The content types of a body of sound; empty: it takes none.</summary>
    public IReadOnlyList<string> Sound { get; init; } = [];

    /// <summary>What a JSON body looks like, made likewise; <see langword="null"/>: it takes none.</summary>
    public Func<OpenApiSchema>? Json { get; init; }

    /// <summary>
    /// A type that a 200 may have instead of the route's own; one that is in the document for another route too.
    /// </summary>
    public Type? OrAnswer { get; init; }

    /// <summary>What each success means, by status.</summary>
    public required IReadOnlyDictionary<int, string> Answers { get; init; }

    /// <summary>The kinds of problem it can answer with.</summary>
    public IReadOnlyList<ApiProblemKind> Problems { get; init; } = [];
}

/// <summary>One parameter of a query.</summary>
internal sealed record ApiParameter(string Name, string Description, OpenApiSchema Schema);
