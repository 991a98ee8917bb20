namespace Audio.Host.WebSockets;

/// <summary>The answer to a <c>GET /</c> that is not a WebSocket upgrade, usually from a browser or curl.</summary>
internal static class WelcomePage
{
    public static ValueTask AnswerAsync(HttpContext context)
    {
        bool isHtml = context
            .Request.Headers.Accept.ToString()
            .Contains("text/html", StringComparison.OrdinalIgnoreCase);
        context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
        context.Response.ContentType = isHtml ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
        if (isHtml)
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        return context.Response.Body.WriteAsync(EmbeddedFile.Read(isHtml ? "welcome.html" : "welcome.txt"));
    }
}
