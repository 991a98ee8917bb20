using Audio.Host.Http.Problems;
using Microsoft.Net.Http.Headers;

namespace Audio.Host.Http.Requests;

/// <summary>Checks that all requests under <c>/v1</c> share.</summary>
internal static class ApiRequests
{
    /// <summary>The content types of a <c>PATCH</c> body.</summary>
    public static IReadOnlyList<string> JsonTypes { get; } = ["application/json", "application/merge-patch+json"];

    /// <exception cref="ApiProblemException">The request has a query.</exception>
    public static void RefuseParameters(IQueryCollection query)
    {
        if (query.Count > 0)
        {
            throw new ApiProblemException(
                ApiProblems.InvalidParameter(
                    $"There is no parameter {ApiProblems.Short(query.Keys.First())}; this request takes none."
                )
            );
        }
    }

    /// <summary>Reads the body of a <c>PATCH</c>.</summary>
    /// <exception cref="ApiProblemException">
    /// The request has a query, or a body that is too long or not declared as JSON.
    /// </exception>
    public static Task<byte[]> ReadChangeAsync(HttpRequest request)
    {
        RefuseParameters(request.Query);
        RequireJson(request.ContentType);
        return SmallBody.ReadAsync(request, ChangeFields.MaxBytes);
    }

    /// <summary>Also accepts the type of a form, which curl sends by default.</summary>
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
                    $"The content type {ApiProblems.Short(contentType)} is not JSON; send application/json."
                )
            );
        }
    }
}
