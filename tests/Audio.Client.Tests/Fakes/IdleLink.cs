using System.Net;
using Audio.Client.Connection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Client.Tests.Fakes;

/// <summary>A link that never connects, and sessions of it: for the parts that are tested without a daemon.</summary>
internal sealed class IdleLink : IAsyncDisposable
{
    private readonly HttpMessageInvoker _http = new FakeHttp(HttpStatusCode.NotFound, "").Invoker();
    private readonly DaemonLink _link;

    public IdleLink() =>
        _link = new DaemonLink(new AudioDaemonClientOptions(), _http, new FakeClock(), NullLogger.Instance);

    public PlaybackSession Session(string id) =>
        new(_link, ClientRig.Format, new AudioSessionOptions(), id, resendUnplayed: false);

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        _http.Dispose();
    }
}
