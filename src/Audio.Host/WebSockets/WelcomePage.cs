namespace Audio.Host.WebSockets;

/// <summary>The answer to a <c>GET /</c> that is not a WebSocket upgrade, usually from a browser or curl.</summary>
internal static class WelcomePage
{
    private const string Text = """
        This is the audio daemon. Programs connect here by WebSocket.
        /docs/      the HTTP API, with examples to try
        /status     who is connected and what plays
        /health     whether the daemon is healthy
        There is no page yet that shows what plays; use audiod top

        """;

    private const string Html = """
        <!DOCTYPE html>
        <html lang="en">
        <meta charset="utf-8">
        <title>audiod</title>
        <p>This is the audio daemon. Programs connect here by WebSocket.</p>
        <ul>
        <li><a href="/docs/">/docs/</a>: the HTTP API, with examples to try</li>
        <li><a href="/status">/status</a>: who is connected and what plays</li>
        <li><a href="/health">/health</a>: whether the daemon is healthy</li>
        </ul>
        <p>There is no page yet that shows what plays; use <code>audiod top</code></p>
        </html>

        """;

    public static Task AnswerAsync(HttpContext context)
    {
        bool isHtml = context
            .Request.Headers.Accept.ToString()
            .Contains("text/html", StringComparison.OrdinalIgnoreCase);
        context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
        context.Response.ContentType = isHtml ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
        if (isHtml)
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        return context.Response.WriteAsync(isHtml ? Html : Text);
    }
}
