using System.IO.Pipelines;
using Audio.Host.Http.Play;
using Audio.Host.Http.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace Audio.Host.Warming;

/// <summary>An internal request, so that the code path of a body is compiled before a real one arrives.</summary>
internal static class PlayWarmUp
{
    /// <summary>Plays a body through the warm-up's own endpoint.</summary>
    public static async Task RunAsync(PlayEndpoint endpoint, byte[] body, string query)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        context.Features.Set<IRequestBodyPipeFeature>(new Body(PipeReader.Create(new(body))));
        await ApiResponses.AnswerAsync(context, () => endpoint.ServeAsync(context));
        if (context.Response.StatusCode != StatusCodes.Status200OK)
        {
            throw new InvalidOperationException(
                $"The warm-up's request is answered with {context.Response.StatusCode}."
            );
        }
    }

    private sealed class Body(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }
}
