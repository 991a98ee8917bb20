using Audio.Host.Http.Problems;
using Microsoft.Net.Http.Headers;

namespace Audio.Host.Http.Requests;

/// <summary>What requests under <c>/v1</c> have in common before they are understood.</summary>
internal static class ApiRequests
{
    /// <summary>The content types of a change.</summary>
    public static IReadOnlyList<string> JsonTypes { get; } = ["application/json", "application/merge-patch+json"];

    /// <exception cref="ApiProblemException">There is a query.</exception>
    public static void RefuseParameters(IQueryCollection query)
    {
        if (query.Count > 0)
        {
            throw new ApiProblemException(
                ApiProblems.InvalidParameter(
                    $"There is no parameter {ApiProblems.Short(query.Keys.First())}; this takes none."
                )
            );
        }
    }

    /// <summary>Reads the body of a <c>PATCH</c>.</summary>
    /// <exception cref="ApiProblemException">
    /// There is a query, or a body that is no JSON by its type, or too long.
    /// </exception>
    public static Task<byte[]> ReadChangeAsync(HttpRequest request)
    {
        RefuseParameters(request.Query);
        RequireJson(request.ContentType);
        return SmallBody.ReadAsync(request, ChangeFields.MaxBytes);
    }

    /// <summary>curl, told nothing, says that its JSON is a form.</summary>
    private static void RequireJson(string? contentType)
    {
        if (string.IsNullOrWhiteSpace(contentType))
            return;
        bool known =
            MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type)
            && JsonTypes
                .Append("application/x-www-form-urlencoded")
                .Any(name => type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (!known)
        {
            throw new ApiProblemException(
                ApiProblems.UnsupportedMediaType(
                    $"The content type {ApiProblems.Short(contentType)} is no JSON; send application/json."
                )
            );
        }
    }
}
