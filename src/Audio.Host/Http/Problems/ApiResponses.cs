using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;

namespace Audio.Host.Http.Problems;

/// <summary>
/// Writes answers under <c>/v1</c> complete and with their length, so that they are sent before the rest of a body is
/// awaited.
/// </summary>
internal static class ApiResponses
{
    /// <summary>Runs a handler and answers with a problem if it fails.</summary>
    public static async Task AnswerAsync(HttpContext context, Func<Task> handler)
    {
        try
        {
            await handler();
        }
        catch (ApiProblemException e)
        {
            await WriteAsync(context, e.Problem);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, ApiProblems.InvalidBody(e.Message) with { Status = e.StatusCode });
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone.
        }
#pragma warning disable CA1031 // A mistake of ours is the answer to one request and nothing else.
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFault(context, e);
            await WriteAsync(context, ApiProblems.Internal());
        }
    }

    public static Task WriteAsync(HttpContext context, ApiProblem problem)
    {
        LiftSizeLimit(context);
        if (problem.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = $"{seconds}";
        return WriteAsync(context, problem.Status, problem, ProblemJson.Readable.ApiProblem, ApiProblem.ContentType);
    }

    public static async Task WriteAsync<T>(
        HttpContext context,
        int status,
        T value,
        JsonTypeInfo<T> type,
        string contentType = "application/json"
    )
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, CancellationToken.None); // does nothing if the client is gone
        await context.Response.Body.FlushAsync(CancellationToken.None);
    }

    /// <summary>
    /// Lifts the web server's limit on the body, past which it would close with unread bytes and reset the connection.
    /// <see cref="UnwantedBody"/> has a limit of its own.
    /// </summary>
    public static void LiftSizeLimit(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
    }

    private static void LogFault(HttpContext context, Exception error) =>
        context
            .RequestServices.GetRequiredService<ILoggerFactory>()
            .CreateLogger("Audio.Host.Http")
            .LogError(error, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
}
