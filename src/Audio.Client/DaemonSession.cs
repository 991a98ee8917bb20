using Audio.Client.Connection;
using Audio.Client.Events;
using Audio.Client.Streaming;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V4;
using Microsoft.Extensions.Logging;

namespace Audio.Client;

/// <summary>
/// A session as the daemon reports it: where its stream stands, whether it is paused or queued, its events and its end.
/// The user's side is <see cref="PlaybackSession"/>. What takes messages runs on the receiving loop, or on the
/// connection loop while there is no connection; the rest on any thread.
/// </summary>
internal sealed class DaemonSession
{
    private readonly AudioSessionOptions _options;
    private readonly SessionName _name;
    private readonly SessionFigures _figures;
    private readonly V4AudioFormat _streamFormat;
    private readonly bool _resendsUnplayed;

    // Any thread.
    private double _volume;
    private volatile bool _isPaused;
    private volatile SessionQueued? _queued;

    /// <summary>Describes a session that is about to start.</summary>
    /// <param name="format">The format of its samples; null: the stream says it.</param>
    /// <param name="options">Its options.</param>
    /// <param name="id">Its id at the daemon, until a restart.</param>
    /// <param name="resendUnplayed">Whether it starts again if a daemon has lost it.</param>
    /// <param name="logger">Where it logs.</param>
    public DaemonSession(
        AudioFormat? format,
        AudioSessionOptions options,
        string id,
        bool resendUnplayed,
        ILogger logger
    )
    {
        Format = options.Container == AudioContainer.Raw ? format : null;
        _streamFormat = FormatOf(format, isAuto: Format is null);
        _options = options;
        _volume = options.Volume;
        _resendsUnplayed = resendUnplayed;
        _name = new SessionName(id);
        _figures = new SessionFigures(Format);
        Stream = new SessionStream(Format, resendUnplayed);
        Marks = new SessionMarks(Format?.BytesPerFrame ?? 1);
        Events = new EventStream<SessionEvent>(
            logger,
            replayLast: false,
            static capacity => new AudioEventsMissedException(capacity)
        );
    }

    /// <summary>Its id at the daemon, which changes with a restart.</summary>
    public string Id => _name.Current;

    /// <summary>The format of its samples; null: the stream says it.</summary>
    public AudioFormat? Format { get; }

    public string? Effects => _options.Effects;

    public SessionEtiquette Etiquette => _options.Etiquette;

    /// <summary>Whether it can start again if a daemon has lost it.</summary>
    public bool CanRestart => _resendsUnplayed && Stream.CanRestart;

    public SessionStream Stream { get; }

    public SessionMarks Marks { get; }

    public EventStream<SessionEvent> Events { get; }

    public SessionEnding Ending { get; } = new();

    /// <summary>The last gain that was set; a restarted session has it again.</summary>
    public double Volume
    {
        get => Volatile.Read(ref _volume);
        set => Volatile.Write(ref _volume, value);
    }

    /// <summary>Whether it is paused, whoever asked for it; a restarted session is paused again.</summary>
    public bool IsPaused
    {
        get => _isPaused;
        set => _isPaused = value;
    }

    public SessionQueued? Queued => _queued;

    /// <summary>Starts it as it is now.</summary>
    public V4StartSession StartMessage =>
        new V4StartSession
        {
            SessionId = Id,
            AudioFormat = _streamFormat,
            Volume = Volume,
            Effects = Effects,
            MaxLatency = _options.MaxLatency?.TotalMilliseconds,
        }
            .With(Etiquette)
            .With(_options.Jitter);

    /// <summary>The request that sets a mark.</summary>
    public PendingRequest RequestOf(SessionMark mark) =>
        new(
            new V4Mark
            {
                SessionId = Id,
                Offset = mark.Offset,
                Name = mark.Name,
            },
            this,
            survivesCut: true
        )
        {
            Received = (_, reply) =>
            {
                if (reply is V4Error)
                    Marks.Remove(mark);
                else
                    Marks.Confirm(mark);
            },
        };

    /// <summary>Refuses what is written from now on: the session is about to be cancelled.</summary>
    public void Refuse()
    {
        Ending.Cancel();
        Stream.Refuse();
    }

    /// <summary>A daemon has the session: it was started there, or resumed.</summary>
    /// <returns>False: what the daemon claims to have cannot be.</returns>
    public bool Attach(DaemonConnection connection, uint handle, long received, long limit, long played, int underruns)
    {
        _figures.Resumed(underruns);
        _queued = null; // if it waits, the daemon says so next
        if (!Stream.Attach(connection, handle, received, limit, played))
            return false;
        TellHeard(Stream.Played);
        return true;
    }

    public void OnFlow(in V4Flow flow)
    {
        Stream.Advance(flow.Received, flow.Limit, flow.Played);
        _figures.Heard(flow.PlayedMs);
        TellHeard(Stream.Played);
        if (Events.HasObservers)
        {
            long played = Stream.Played;
            Events.Publish(new SessionProgress(Id, Stream.Received, played) { Played = _figures.HeardUpTo(played) });
        }
    }

    public void OnEvent(V4ServerMessage message)
    {
        switch (message)
        {
            case V4Playing playing:
                TimeSpan? ttfa = SessionFigures.Milliseconds(playing.TtfaMs);
                _figures.Playing(ttfa);
                _queued = null;
                Events.Publish(
                    new SessionPlaying(
                        Id,
                        ttfa,
                        SessionFigures.Milliseconds(playing.DecodedMs),
                        SessionFigures.Milliseconds(playing.MixedMs)
                    )
                );
                break;
            case V4Underrun underrun:
                _figures.Underrun(underrun.Underruns);
                Events.Publish(new SessionUnderrun(Id, _figures.Underruns));
                break;
            case V4MarkHeard heard:
                if (Marks.TakeHeard(heard.Name, heard.Offset, Stream.Base) is { } mark)
                    Tell(mark);
                break;
            case V4Paused:
                _isPaused = true;
                Events.Publish(new SessionPaused(Id));
                break;
            case V4SessionQueued queued:
                _isPaused = false;
                _queued = new SessionQueued(Id, queued.Channel, queued.Position, queued.InterruptedBy);
                Events.Publish(_queued);
                break;
            case V4PlaybackResumed:
                _isPaused = false;
                _queued = null;
                Events.Publish(new SessionPlaybackResumed(Id));
                break;
        }
    }

    /// <summary>
    /// Prepares a new session with a new id after a daemon has lost the old one: from the first frame that was not
    /// played, or from the first byte of a stream that says its format. Under the lock of <see cref="LinkState"/>; <see
    /// cref="TellRestarted"/> follows outside it.
    /// </summary>
    /// <returns>False: it is not to be restarted, and so is lost.</returns>
    public bool TryRestart(Func<string, bool> isTaken)
    {
        if (!CanRestart || Ending.IsCancelled || Ending.IsOver)
            return false;
        _figures.Restarted(Stream.Restart() / (Format?.BytesPerFrame ?? 1));
        _name.Renew(isTaken);
        return true;
    }

    /// <summary>
    /// The requests that follow the start of a restarted session: its pause, and the marks that are not heard yet.
    /// </summary>
    public IEnumerable<PendingRequest> RequestsAfterRestart()
    {
        if (IsPaused)
            yield return new PendingRequest(new V4PauseSession { SessionId = Id }, this, survivesCut: true);
        foreach (SessionMark mark in Marks.TakeToSetAgain(Stream.Played))
            yield return RequestOf(mark);
    }

    public void TellRestarted()
    {
        TellHeard(Stream.Played);
        Events.Publish(new SessionRestarted(Id, _figures.FirstFrame));
    }

    /// <summary>It has ended, as the daemon says.</summary>
    public void End(V4SessionEnded ended)
    {
        PlaybackResult result = _figures.Ended(Id, ended);
        // A mark at the end of the stream lies one frame beyond the last, and is heard when all of it was.
        long end = result.Reason == SessionEndReason.Completed ? 1 : 0;
        if (Format is { } samples)
            TellHeard((result.FramesPlayed + result.FramesSkipped + end) * samples.BytesPerFrame);
        else
            TellHeard(end == 1 ? Stream.Written + end : Stream.Played);
        End(result);
    }

    /// <summary>It has ended, and no daemon will say how.</summary>
    public void EndUntold(string why) =>
        End(_figures.Untold(Id, Ending.UntoldReason, Stream.Received, Stream.Played, why));

    private static V4AudioFormat FormatOf(AudioFormat? samples, bool isAuto)
    {
        V4AudioFormat? declared = samples is { } known ? V4AudioFormat.Of(known) : null;
        if (declared is null)
            return new V4AudioFormat(StreamFormatNames.Auto);
        return isAuto ? declared with { Format = StreamFormatNames.Auto } : declared;
    }

    private void End(PlaybackResult result)
    {
        if (Ending.IsOver)
            return;
        _queued = null;
        if (!Ending.TryEnd(result))
            return;
        Stream.Close();
        Events.Publish(new SessionEnded(result));
        Events.Complete();
    }

    /// <summary>Tells the marks up to a byte of the stream that were heard and that the daemon has not told.</summary>
    private void TellHeard(long played)
    {
        foreach (SessionMark mark in Marks.TakeHeard(played))
            Tell(mark);
    }

    private void Tell(SessionMark mark) => Events.Publish(new SessionMarkHeard(Id, mark.Name, mark.Offset));
}
