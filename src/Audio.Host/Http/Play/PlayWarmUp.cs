using System.IO.Pipelines;
using Audio.Core.Engine;
using Audio.Host.Clients;
using Audio.Host.Http.Problems;
using Audio.Host.Options;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Host.Http.Play;

/// <summary>A request that nobody sent, so that the way of a body is compiled before somebody does.</summary>
internal static class PlayWarmUp
{
    /// <summary>Plays a body through an engine that is there for it.</summary>
    public static Task RunAsync(AudioEngine engine, byte[] silence, string query, TimeProvider time)
    {
        var options = new DaemonOptions();
        var endpoint = new PlayEndpoint(engine, new ClientRegistry(options, time), options, time, NullLogger<PlayEndpoint>.Instance);
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        context.Features.Set<IRequestBodyPipeFeature>(new Body(PipeReader.Create(new(silence))));
        return ApiResponses.AnswerAsync(context, () => endpoint.ServeAsync(context));
    }

    private sealed class Body(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }
}
