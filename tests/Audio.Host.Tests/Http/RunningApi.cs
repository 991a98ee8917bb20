using System.Net;
using System.Text;
using System.Text.Json;
using Audio.Core.Engine;
using Audio.Host.Options;
using Audio.Host.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Serilog;

namespace Audio.Host.Tests.Http;

/// <summary>The daemon's web server with all its routes in this process, on a free port, with the null sink.</summary>
public sealed class RunningApi : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private readonly string[] _allowedOrigins;
    private PortClaim? _claim;
    private WebApplication? _app;

    public RunningApi()
        : this([]) { }

    /// <param name="allowedOrigins">The web pages that are let in.</param>
    internal RunningApi(string[] allowedOrigins) => _allowedOrigins = allowedOrigins;

    internal WebApplication App => _app!;

    internal int Port => _claim!.Port;

    internal AudioEngine Engine => App.Services.GetRequiredService<AudioEngine>();

    public async ValueTask InitializeAsync()
    {
        var options = new DaemonOptions
        {
            Port = 0,
            Bind = [IPAddress.Loopback],
            AllowedOrigins = _allowedOrigins,
            Engine = new() { Sink = new() { Sink = "null" } },
        };
        _claim = PortClaims.Take(options);
        var identity = new DaemonIdentity(_claim.Port, TimeProvider.System);
        _app = DaemonApplication.Build(
            options,
            identity,
            _claim,
            local: null,
            TimeProvider.System,
            new LoggerConfiguration().CreateLogger()
        );
        DaemonApplication.StartEngine(_app);
        await _app.StartAsync();
        _http.BaseAddress = new UriBuilder("http", "127.0.0.1", _claim.Port).Uri;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        _claim?.Dispose();
    }

    /// <summary>Sends a request and returns status, headers and body.</summary>
    internal async Task<(int Status, HttpResponseMessage Response, string Body)> AskAsync(
        string method,
        string path,
        string? body = null,
        string? contentType = null
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (contentType is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }
        HttpResponseMessage response = await _http.SendAsync(request);
        return ((int)response.StatusCode, response, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Sends a request and checks the status and shape of the problem that answers it.</summary>
    internal async Task<JsonElement> ProblemAsync(
        int status,
        string type,
        string method,
        string path,
        string? body = null,
        string? contentType = null
    )
    {
        (int answered, HttpResponseMessage response, string json) = await AskAsync(method, path, body, contentType);
        answered.Should().Be(status, json);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        JsonElement problem = JsonDocument.Parse(json).RootElement;
        problem.GetProperty("type").GetString().Should().Be(type);
        problem.GetProperty("status").GetInt32().Should().Be(status);
        return problem;
    }
}
