using System.IO.Pipelines;
using System.Text.Json;
using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Host.Clients;
using Audio.Host.Http.Play;
using Audio.Host.Http.Problems;
using Audio.Host.Options;
using Audio.Testing;
using Audio.Testing.Engines;
using Audio.Testing.Signals;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Host.Tests.Http;

/// <summary><c>/v1/play</c> on an engine in virtual time, with bodies written piece by piece.</summary>
internal sealed class PlayRig
{
    /// <summary>A query for 16-bit samples without a header.</summary>
    public const string Raw = "?rate=48000";

    /// <summary>20 ms of 16-bit samples at 48 kHz, mono.</summary>
    public static readonly short[] Sound = TestEngine.Ramp(960);

    /// <summary><see cref="Sound"/> as a WAV file.</summary>
    public static readonly byte[] SoundFile = WaveFile.FromInt16(Sound, 48_000, 1).ToBytes();

    private readonly List<SessionResult> _ended = [];

    public PlayRig(DaemonOptions? options = null, Action<AudioEngineOptions>? configure = null)
    {
        Options = options ?? new DaemonOptions();
        Test = new TestEngine(configure, loggers: Log);
        Test.Engine.SessionEnded.Subscribe(_ended.Add);
        Clients = new ClientRegistry(Options, Test.Time);
        Endpoint = new PlayEndpoint(Test.Engine, Clients, Options, Test.Time, NullLogger<PlayEndpoint>.Instance);
    }

    public DaemonOptions Options { get; }

    /// <summary>What the engine logged.</summary>
    public LogLines Log { get; } = [];

    public TestEngine Test { get; }

    public ClientRegistry Clients { get; }

    public PlayEndpoint Endpoint { get; }

    /// <summary>The results of ended sessions, in order.</summary>
    public IReadOnlyList<SessionResult> Ended => _ended;

    /// <summary>The only session.</summary>
    public AudioSession Session => Test.Engine.Sessions.Single();

    /// <summary>Starts a request without a body so far.</summary>
    public PlayCall Begin(
        string query = "",
        string? contentType = null,
        string? userAgent = null,
        string? contentEncoding = null
    ) => new(this, query, contentType, userAgent, contentEncoding);

    /// <summary>Sends a request with its whole body.</summary>
    public async Task<PlayCall> SendAllAsync(byte[] body, string query = "", string? contentType = null)
    {
        PlayCall call = Begin(query, contentType);
        await call.SendAsync(body);
        call.End();
        return call;
    }

    /// <summary>Plays until nothing is left and advances the clock.</summary>
    public void PlayOut()
    {
        Test.Output.PlayOut();
        Test.Time.Advance(TimeSpan.FromSeconds(1));
    }

    /// <summary>The output of a mono session: the left channel in 16 bits.</summary>
    public short[] Heard() =>
        [.. Test.Output.Rendered.Where((_, i) => i % 2 == 0).Select(sample => (short)Math.Round(sample * 32768f))];
}

/// <summary>One request and its answer.</summary>
internal sealed class PlayCall
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // Inline, so that the test's bytes are consumed before it continues.
    private readonly Pipe _body = new(
        new PipeOptions(
            readerScheduler: PipeScheduler.Inline,
            writerScheduler: PipeScheduler.Inline,
            useSynchronizationContext: false
        )
    );
    private readonly DefaultHttpContext _context = new();
    private readonly MemoryStream _answer = new();
    private readonly CancellationTokenSource _aborted = new();
    private readonly Task _served;

    public PlayCall(PlayRig rig, string query, string? contentType, string? userAgent, string? contentEncoding)
    {
        _context.RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider();
        _context.Request.Method = "POST";
        _context.Request.QueryString = new QueryString(query);
        _context.Request.ContentType = contentType;
        if (userAgent is not null)
            _context.Request.Headers.UserAgent = userAgent;
        if (contentEncoding is not null)
            _context.Request.Headers.ContentEncoding = contentEncoding;
        _context.Features.Set<IRequestBodyPipeFeature>(new BodyPipe(_body.Reader));
        _context.Response.Body = _answer;
        _context.RequestAborted = _aborted.Token;
        _served = ApiResponses.AnswerAsync(_context, () => rig.Endpoint.ServeAsync(_context));
    }

    /// <summary>Whether the request has been answered.</summary>
    public bool IsDone => _served.IsCompleted;

    public IHeaderDictionary Headers => _context.Response.Headers;

    /// <summary>Sends a piece and waits while backpressure holds it back.</summary>
    public async Task SendAsync(byte[] bytes) => await _body.Writer.WriteAsync(bytes);

    /// <summary>Ends the body properly.</summary>
    public void End() => _body.Writer.Complete();

    /// <summary>Breaks the connection.</summary>
    public void Break(Exception? fault = null) =>
        _body.Writer.Complete(fault ?? new IOException("The connection was reset."));

    /// <summary>Aborts the request, as a client that hangs up.</summary>
    public void HangUp() => _aborted.Cancel();

    /// <summary>Waits until the request has been handled, answered or not.</summary>
    public Task DoneAsync() => _served.WaitAsync(Limit, TimeProvider.System);

    /// <summary>Waits for the answer.</summary>
    public async Task<(int Status, string Json)> AnswerAsync()
    {
        await DoneAsync();
        string json = System.Text.Encoding.UTF8.GetString(_answer.ToArray());
        _context.Response.ContentLength.Should().Be(_answer.Length);
        _context
            .Response.ContentType.Should()
            .Be(_context.Response.StatusCode < 300 ? "application/json" : "application/problem+json");
        return (_context.Response.StatusCode, json);
    }

    /// <summary>Waits for a problem and checks its shape.</summary>
    public async Task<JsonElement> ProblemAsync(int status, string type, bool retryable)
    {
        (int answered, string json) = await AnswerAsync();
        answered.Should().Be(status, json);
        JsonElement problem = JsonDocument.Parse(json).RootElement;
        problem.GetProperty("type").GetString().Should().Be(type);
        problem.GetProperty("status").GetInt32().Should().Be(status);
        problem.GetProperty("title").GetString().Should().NotBeNullOrEmpty();
        problem.GetProperty("detail").GetString().Should().NotBeNullOrEmpty();
        problem.GetProperty("retryable").GetBoolean().Should().Be(retryable);
        return problem;
    }

    private sealed class BodyPipe(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }
}
