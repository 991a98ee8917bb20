using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Audio.Client.Tests.Fakes;

/// <summary>A daemon's port as HTTP sees it: one answer to everything, and what was asked.</summary>
internal sealed class FakeHttp(HttpStatusCode status, string body, string mediaType = "application/json")
    : HttpMessageHandler
{
    public List<string> Asked { get; } = [];

    public HttpMessageInvoker Invoker() => new(this, disposeHandler: false);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        string asked = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Asked.Add($"{request.Method} {request.RequestUri} {asked}".TrimEnd());
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return new HttpResponseMessage(status) { Content = content };
    }
}
