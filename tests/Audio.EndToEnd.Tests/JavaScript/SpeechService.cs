using System.Net;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.JavaScript;

/// <summary>A text-to-speech service that says the same, whatever it is asked.</summary>
internal sealed class SpeechService : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public SpeechService(byte[] speech)
    {
        Url = $"http://127.0.0.1:{FreePort.Find()}/v1/audio/speech/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _serving = ServeAsync(speech);
    }

    public string Url { get; }

    /// <summary>The bodies of the requests.</summary>
    public List<string> Asked { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync(byte[] speech)
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                using (var body = new StreamReader(context.Request.InputStream))
                    Asked.Add(await body.ReadToEndAsync());
                await context.Response.OutputStream.WriteAsync(speech);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException) { }
    }
}
