namespace Audio.Host.Http;

/// <summary>Answers HEAD and OPTIONS where GET is answered.</summary>
internal static class SafeMethods
{
    private static readonly List<string> Order = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    /// <summary>Finds the route of a request.</summary>
    public static void UseRoutingOfSafeMethods(this WebApplication app)
    {
        app.Use(
            static (context, next) =>
            {
                // The web server drops the body of the answer. An upgrade is for GET alone.
                if (HttpMethods.IsHead(context.Request.Method) && context.Request.Headers.Upgrade.Count == 0)
                    context.Request.Method = HttpMethods.Get;
                return next(context);
            }
        );
        app.UseRouting();
        // A route without a list of methods; of the others, UseStatusAnswers tells them.
        app.Use(
            static (context, next) =>
                HttpMethods.IsOptions(context.Request.Method) && context.GetEndpoint() is RouteEndpoint
                    ? AnswerOptions(context.Response, "GET")
                    : next(context)
        );
    }

    /// <summary>Answers OPTIONS where routing knows these methods.</summary>
    public static Task AnswerOptions(HttpResponse response, string routed)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.Allow = Allowed(routed);
        return Task.CompletedTask;
    }

    /// <summary>The methods that are answered where routing knows these: the safe one first.</summary>
    public static string Allowed(string routed)
    {
        string[] methods = [.. routed.Split(", "), "OPTIONS", .. routed.Contains("GET") ? ["HEAD"] : (string[])[]];
        return string.Join(", ", methods.OrderBy(Order.IndexOf));
    }
}
