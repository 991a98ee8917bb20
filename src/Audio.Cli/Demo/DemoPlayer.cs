using System.Net.WebSockets;
using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Cli.Demo;

/// <summary>One client of the demo and the state of its session.</summary>
internal sealed class DemoPlayer(DemoTrack track, int port, AudioEngine engine, TimeProvider time) : IDisposable
{
    /// <summary>Time allowed to play the rest of a track after all of it was sent.</summary>
    private static readonly TimeSpan HearLimit = TimeSpan.FromSeconds(30);

    private readonly DemoClient _client = new(track, port, time);
    private readonly TaskCompletionSource<SessionResult> _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private IDisposable? _subscription;

    public DemoTrack Track => track;

    /// <summary>How the session ended; <see langword="null"/> while it plays.</summary>
    public SessionResult? Result => _ended.Task.IsCompletedSuccessfully ? _ended.Task.Result : null;

    /// <summary>What went wrong on the client's side.</summary>
    public string? Error { get; private set; }

    /// <summary>The statistics of the session, which may have ended.</summary>
    public SessionStatistics? Statistics => Result?.Statistics ?? Session?.Statistics;

    /// <summary>Whether every frame of the file was played.</summary>
    public bool IsWhole =>
        Error is null
        && Result is { Reason: SessionEndReason.Completed } result
        && result.Statistics.FramesPlayed == track.Frames;

    /// <summary>What went wrong, on the client's or the daemon's side.</summary>
    public string? Trouble => Error ?? Result?.Error;

    /// <summary>The state in one word.</summary>
    public string State =>
        Trouble is not null
            ? "failed"
            : (
                Result is { } result
                    ? (IsWhole ? "whole" : V4EndReasons.NameOf(result.Reason))
                    : Session?.State.ToString().ToLowerInvariant() ?? "waiting"
            );

    private AudioSession? Session =>
        _client.ClientId is { } id ? engine.Sessions.FirstOrDefault(session => session.Owner == id) : null;

    /// <summary>Plays after a delay; completes when the last sample has been heard.</summary>
    public async Task PlayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        await Task.Delay(delay, time, cancellationToken);
        _subscription = engine.SessionEnded.Subscribe(result =>
        {
            if (result.Owner == _client.ClientId)
                _ended.TrySetResult(result);
        });
        try
        {
            await _client.PlayAsync(cancellationToken);
            Error = _client.Error;
            if (Error is null)
                await _ended.Task.WaitAsync(HearLimit, time, cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or TimeoutException or HttpRequestException)
        {
            Error = e.Message;
        }
    }

    public void Dispose() => _subscription?.Dispose();
}
