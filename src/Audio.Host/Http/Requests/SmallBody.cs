using System.Buffers;
using System.IO.Pipelines;
using Audio.Host.Http.Problems;

namespace Audio.Host.Http.Requests;

/// <summary>Reads a request body up to a size limit.</summary>
internal static class SmallBody
{
    /// <exception cref="ApiProblemException">The body is longer than allowed.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int maxBytes)
    {
        if (request.ContentLength > maxBytes)
            throw new ApiProblemException(ApiProblems.TooLarge(maxBytes));
        ApiResponses.LiftSizeLimit(request.HttpContext);
        PipeReader body = request.BodyReader;
        while (true)
        {
            ReadResult read = await body.ReadAsync(request.HttpContext.RequestAborted);
            ReadOnlySequence<byte> bytes = read.Buffer;
            if (bytes.Length > maxBytes)
            {
                body.AdvanceTo(bytes.End);
                throw new ApiProblemException(ApiProblems.TooLarge(maxBytes));
            }
            if (read.IsCompleted)
            {
                byte[] whole = bytes.ToArray();
                body.AdvanceTo(bytes.End);
                return whole;
            }
            body.AdvanceTo(bytes.Start, bytes.End);
        }
    }
}
