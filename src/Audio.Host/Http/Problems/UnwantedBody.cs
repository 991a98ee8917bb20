using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Audio.Host.Http.Problems;

/// <summary>
/// Ends requests that are answered before their body has ended. Closing with unread bytes would reset
/// the connection before a client that is still sending has read the answer, and the web server alone would read on for
/// seconds at any rate. So a part of the rest is read and dropped, then the connection is cut.
/// </summary>
internal static class UnwantedBody
{
    /// <summary>Far more than all buffers on the way hold: who reads while it sends has the answer by then.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Runs a request, and then drops what is left of its body.</summary>
    public static async Task DropAsync(HttpContext context, Func<Task> next)
    {
        await next();
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
            return;
        await context.Response.CompleteAsync();
        if (!await ReadToEndAsync(context))
            context.Abort();
    }

    /// <returns>Whether the body has ended within the limits.</returns>
    private static async Task<bool> ReadToEndAsync(HttpContext context)
    {
        TimeProvider time = context.RequestServices.GetRequiredService<TimeProvider>();
        using var limit = new CancellationTokenSource(Patience, time);
        PipeReader body = context.Request.BodyReader;
        try
        {
            long dropped = 0;
            while (dropped <= MaxBytes)
            {
                ReadResult read = await body.ReadAsync(limit.Token);
                dropped += read.Buffer.Length;
                body.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    return true;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It was cut off, is malformed or has stalled.
        }
        return false;
    }
}
