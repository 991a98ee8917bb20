using Audio.Core;
using Audio.Core.Effects;
using Audio.Core.Engine;
using Audio.Core.Etiquette;
using Audio.Host.Clients;
using Audio.Host.Http.Play;
using Audio.Host.Http.Problems;

namespace Audio.Host.Http.Explain;

/// <summary>
/// <c>POST /v1/explain</c>: takes the query of <c>/v1/play</c> and tells what would happen, without playing anything.
/// </summary>
internal sealed class ExplainEndpoint(AudioEngine engine, ClientRegistry clients)
{
    public Task ServeAsync(HttpContext context)
    {
        var request = PlayRequest.Read(context.Request.Query, contentType: null);
        if (clients.IsClosing)
            throw new ApiProblemException(ApiProblems.ShuttingDown());
        if (request.Id is { } id && engine.Sessions.Any(session => session.Id == id))
            throw new ApiProblemException(ApiProblems.NameTaken(id));
        return ApiResponses.WriteAsync(
            context,
            StatusCodes.Status200OK,
            ExplainReport.Of(Explain(request), engine.Master),
            ExplainJson.Readable.ExplainReport
        );
    }

    private SessionOutlook Explain(PlayRequest request)
    {
        try
        {
            return engine.Explain(request.ToSession(request.Id ?? "", owner: ""));
        }
        catch (EffectException e)
        {
            throw new ApiProblemException(ApiProblems.InvalidEffects(e));
        }
        catch (AudioException e)
        {
            throw new ApiProblemException(
                e.Kind == AudioErrorKind.Closed ? ApiProblems.ShuttingDown() : ApiProblems.Unplayable(e.Message)
            );
        }
    }
}
