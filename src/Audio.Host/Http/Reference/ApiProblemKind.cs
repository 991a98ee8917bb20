namespace Audio.Host.Http.Reference;

/// <summary>A kind of problem: its status and <c>type</c>.</summary>
internal readonly record struct ApiProblemKind(int Status, string Type)
{
    public static readonly ApiProblemKind Forbidden = new(403, "/problems/forbidden");
    public static readonly ApiProblemKind InvalidParameter = new(400, "/problems/invalid-parameter");
    public static readonly ApiProblemKind Internal = new(500, "/problems/internal-error");

    /// <summary>The problems of a route that takes a small JSON body.</summary>
    public static ApiProblemKind[] OfChange(ApiProblemKind notFound) =>
        [
            InvalidParameter,
            new(400, "/problems/invalid-body"),
            Forbidden,
            notFound,
            new(413, "/problems/too-large"),
            new(415, "/problems/unsupported-media-type"),
            Internal,
        ];
}
