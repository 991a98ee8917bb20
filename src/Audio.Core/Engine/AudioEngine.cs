using System.IO.Pipelines;
using System.Reactive.Subjects;
using Audio.Core.Buffers;
using Audio.Core.Codecs.Foreign;
using Audio.Core.Dsp;
using Audio.Core.Etiquette;
using Audio.Core.Mixing;
using Audio.Core.Sessions;
using Audio.Core.Sessions.Intake;
using Audio.Core.Sessions.Stages;
using Audio.Core.Sinks;
using Audio.Core.Sinks.Output;
using Audio.Core.Wires;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.Etiquette;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NAudio.Wave;

namespace Audio.Core.Engine;

/// <summary>
/// The audio engine: connections and sessions feed one mixer, which feeds one sink. All members may be called from any
/// thread.
/// </summary>
public sealed class AudioEngine : IWireEngine, IAsyncDisposable
{
    /// <summary>
    /// How far ahead of playback <see cref="Play"/> reads: enough to cover a provider's occasional pause of a tenth of
    /// a second, and quickly drained.
    /// </summary>
    public static readonly TimeSpan ProviderLead = TimeSpan.FromMilliseconds(200);

    // Immutable.
    private readonly AudioEngineOptions _options;
    private readonly SessionContext _context;
    private readonly ILogger _logger;
    private readonly DuckingRule[] _ducking; // one per pair
    private readonly Action<IThreadPoolWorkItem> _start;

    // Any thread.
    private readonly OpenSessions _sessions;
    private readonly IdleTrim _idleTrim;
    private readonly ISubject<SessionResult> _ended = Subject.Synchronize(new Subject<SessionResult>());
    private volatile bool _closing;

    internal AudioEngine(
        AudioEngineOptions options,
        TimeProvider time,
        ILoggerFactory loggers,
        Func<SinkOptions, ISampleProvider, IAudioOutput> output,
        Action<IThreadPoolWorkItem> start
    )
    {
        options.Validate();
        _options = options;
        _idleTrim = new IdleTrim(
            time,
            options.TrimAfter,
            () => _sessions!.All.Count == 0,
            static () => GC.GetTotalAllocatedBytes(),
            GiveMemoryBack
        );
        _sessions = new OpenSessions(options.MaxSessions, options.MaxSessionsPerClient);
        _ducking = DuckingRule.OnePerPair(options.Ducking);
        _logger = loggers.CreateLogger("Audio.Engine");
        _start = start;
        var mixer = new Mixer(
            options.Sink.SampleRate,
            new RenderNotifier(start, ObserveMixer),
            time,
            _ducking,
            options.BusEffects,
            options.MasterEffects
        );
        _context = new SessionContext
        {
            Mixer = mixer,
            Channels = new Channels(
                time,
                new ChannelLimits(options.SilentAfter, options.YieldAfter, options.MaxSessionsPerChannel)
            ),
            Output = output(options.Sink, mixer),
            Buffering = new StreamBuffering
            {
                SampleRate = options.Sink.SampleRate,
                Blocks = new SampleBlockPool(
                    (int)(options.MaxBufferedBytes / (SampleBlockPool.DefaultBlockLength * sizeof(float)))
                ),
                MaxBuffered = options.MaxBuffered,
                Prefill = options.Prefill,
                MaxPrefill = options.MaxPrefill,
                Designs = new FilterDesigns(start),
            },
            Backlog = new BacklogSettings(
                new ByteBlockPool((int)(options.MaxBacklogTotalBytes / ByteBlockPool.DefaultBlockBytes)),
                options.MaxBacklog,
                options.MaxBacklogBytes
            ),
            Time = time,
            Logger = loggers.CreateLogger("Audio.Session"),
            WakeTakes = TimeSpan.FromSeconds((double)options.Sink.LatencyFrames / options.Sink.SampleRate),
            Ffmpeg = new Ffmpeg(options.Ffmpeg, options.FfmpegForAnyone, time),
            Effects = options.SessionEffects,
            Start = start,
            Ended = OnEnded,
        };
    }

    /// <summary>The sessions that have not ended.</summary>
    public IReadOnlyCollection<AudioSession> Sessions => _sessions.All;

    /// <summary>The end of every session, as it happens, on that session's scheduler.</summary>
    public IObservable<SessionResult> SessionEnded => _ended;

    /// <summary>The state of the output device.</summary>
    public OutputStatus Output => _context.Output.Status;

    /// <summary>
    /// Why nothing can be heard now: there is no device, or it or <see cref="Master"/> is muted; <see langword="null"/>
    /// if an audible device plays, as far as is known. Does not consider muted buses, which silence only their own
    /// sessions. Never blocks.
    /// </summary>
    public Inaudibility? Inaudible =>
        Output.Inaudible is { IsIntended: false } device ? device : Master.Inaudible ?? Output.Inaudible;

    /// <summary>Every change of <see cref="Output"/>.</summary>
    public IObservable<OutputStatus> OutputChanges => _context.Output.Changes;

    /// <summary>One bus for each priority, the lowest first.</summary>
    public IReadOnlyList<AudioBus> Buses => _context.Mixer.Buses;

    /// <summary>Decodes what is not decoded here.</summary>
    internal Ffmpeg Ffmpeg => _context.Ffmpeg;

    /// <summary>The sum of the buses.</summary>
    public AudioBus Master => _context.Mixer.Master;

    /// <summary>Creates an engine without a container. It opens nothing before <see cref="Start"/>.</summary>
    /// <param name="configure">Sets options.</param>
    /// <param name="time">The clock; <see langword="null"/>: the system's.</param>
    /// <param name="loggers">Where it logs; <see langword="null"/>: nowhere.</param>
    /// <exception cref="AudioException">An option is out of its range.</exception>
    public static AudioEngine Create(
        Action<AudioEngineOptions>? configure = null,
        TimeProvider? time = null,
        ILoggerFactory? loggers = null
    )
    {
        var options = new AudioEngineOptions();
        configure?.Invoke(options);
        return Create(options, time ?? TimeProvider.System, loggers ?? NullLoggerFactory.Instance);
    }

    /// <summary>
    /// Opens the sink. With <c>auto</c> this always succeeds, if necessary with the null sink. With <c>pulse</c> a
    /// server that is not there yet is awaited in the background. <see cref="Inaudible"/> says whether sound can be
    /// heard.
    /// </summary>
    /// <exception cref="SinkException">The sink that was asked for cannot be opened.</exception>
    public void Start() => _context.Output.Start();

    /// <summary>Accepts a stream of chunk frames. Open sessions on the connection, then run it.</summary>
    /// <param name="frames">The reading side of a pipe; the connection completes it.</param>
    public AudioConnection Connect(PipeReader frames) =>
        new(frames, new ChunkFrameLimits(_options.MaxChunkBytes), CreateHold(), OpenSession);

    /// <summary>Opens a session for a producer in this process.</summary>
    /// <exception cref="AudioException">The engine is full or closing, or the format cannot be played.</exception>
    /// <exception cref="Effects.EffectException">One of its effects cannot work at the mix rate.</exception>
    public AudioSession OpenSession(SessionOptions options) => OpenSession(options, handle: 0);

    /// <summary>
    /// Plays a provider of NAudio to its end (a read that returns 0) or until the session is cancelled. A thread of its
    /// own reads it up to <see cref="ProviderLead"/> ahead of playback, so a provider that blocks makes only its own
    /// session run dry.
    /// </summary>
    /// <param name="provider">
    /// 32-bit float at any rate. The caller keeps it, and disposes it, if it is disposable, after <see
    /// cref="AudioSession.Completion"/>.
    /// </param>
    /// <param name="options">
    /// The options of the session, except for the format, which is the provider's; <see langword="null"/>: the
    /// defaults.
    /// </param>
    /// <returns>
    /// The session. It ends as <see cref="SessionEndReason.Failed"/> if the provider throws, breaks its contract or
    /// changes its format.
    /// </returns>
    /// <exception cref="AudioException">The engine is full or closing, or the format cannot be played.</exception>
    /// <exception cref="Effects.EffectException">One of its effects cannot work at the mix rate.</exception>
    public AudioSession Play(ISampleProvider provider, SessionOptions? options = null)
    {
        AudioFormat format = ProviderPump.FormatOf(provider.WaveFormat);
        options = options is null
            ? new SessionOptions { Format = format }
            : options with
            {
                Format = format,
                Container = AudioContainer.Raw,
            };
        AudioSession session = Open(
            options,
            handle: 0,
            _context with
            {
                Buffering = _context.Buffering with
                {
                    MaxBuffered = ProviderLead < _options.MaxBuffered ? ProviderLead : _options.MaxBuffered,
                },
            }
        );
        new ProviderPump(provider, session).Start();
        return session;
    }

    /// <summary>
    /// Returns what would happen if a session were opened now, and how loud it would be. Nothing is opened.
    /// </summary>
    /// <exception cref="AudioException">It could not be opened.</exception>
    /// <exception cref="Effects.EffectException">One of its effects cannot work at the mix rate.</exception>
    public SessionOutlook Explain(SessionOptions options)
    {
        Check(options);
        SessionPriority priority = options.Etiquette.Priority;
        SessionPriority[] sounding =
        [
            .. _sessions
                .All.Where(static session => session.Sounds)
                .Select(static session => session.Etiquette.Priority)
                .Distinct(),
        ];
        DuckingRule[] rules = [.. _ducking.Where(static rule => rule.Level < 0)];
        DuckingRule[] loweredFor = [.. rules.Where(rule => rule.Lower == priority && sounding.Contains(rule.Higher))];
        AudioBus bus = Buses[(int)priority];
        return new SessionOutlook(
            _context.Channels.Foresee(options.Etiquette),
            bus,
            loweredFor,
            [.. rules.Where(rule => rule.Higher == priority && sounding.Contains(rule.Lower))],
            (double)options.Volume
                * bus.Gain
                * Master.Gain
                * loweredFor.Select(static rule => rule.Gain).DefaultIfEmpty(1f).Min()
        );
    }

    /// <summary>Lets every session play what it holds, and accepts no new ones from here on.</summary>
    /// <param name="limit">The longest wait; sessions that still play then continue.</param>
    /// <returns>Whether all have ended.</returns>
    public async Task<bool> DrainAsync(TimeSpan limit)
    {
        _closing = true;
        AudioSession[] open = [.. _sessions.All];
        foreach (AudioSession session in open)
        {
            session.Resume();
            session.Complete();
        }
        Task<SessionResult[]> all = Task.WhenAll(open.Select(session => session.Completion));
        try
        {
            await all.WaitAsync(limit, _context.Time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Cancels the sessions that still play and closes the sink.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        AudioSession[] open = [.. _sessions.All];
        foreach (AudioSession session in open)
            session.Cancel();
        await Task.WhenAll(open.Select(session => session.Completion)).ConfigureAwait(false);
        await _context.Output.DisposeAsync().ConfigureAwait(false);
        _context.Channels.Dispose();
        _idleTrim.Dispose();
        _ended.OnCompleted();
    }

    TimeSpan IWireEngine.MaxBuffered => _context.Buffering.MaxBuffered;

    int IWireEngine.MaxSessionsPerClient => _options.MaxSessionsPerClient;

    void IWireEngine.ConnectionEnded() => _idleTrim.Consider();

    /// <summary>The number of channels that have sessions.</summary>
    internal int ChannelCount => _context.Channels.Count;

    /// <summary>Blocks of byte memory in the backlogs of sessions.</summary>
    internal int BacklogBlocksRented => _context.Backlog.Blocks.Rented;

    /// <summary>The memory for backlogs; for tests.</summary>
    internal ByteBlockPool BacklogBlocks => _context.Backlog.Blocks;

    /// <summary>Blocks of sample memory kept for the next sessions.</summary>
    internal int BlocksKept => _context.Buffering.Blocks.Retained;

    /// <summary>Blocks of sample memory in sessions.</summary>
    internal int BlocksRented => _context.Buffering.Blocks.Rented;

    internal static AudioEngine Create(AudioEngineOptions options, TimeProvider time, ILoggerFactory loggers) =>
        new(
            options,
            time,
            loggers,
            (sink, mixer) =>
                new AudioOutput(
                    sink,
                    options.DeviceLoss,
                    mixer,
                    time,
                    loggers.CreateLogger("Audio.Output"),
                    own: options.CreateSink
                ),
            static item => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false)
        );

    FrameHold IWireEngine.CreateHold() => CreateHold();

    private FrameHold CreateHold() => new(_start);

    AudioSession IWireEngine.OpenSession(SessionOptions options, uint handle) => OpenSession(options, handle);

    private AudioSession OpenSession(SessionOptions options, uint handle) => Open(options, handle, _context);

    private AudioSession Open(SessionOptions options, uint handle, SessionContext context)
    {
        Check(options);
        AudioSession session = _sessions.Add(options.Id, options.CountsFor, id => new AudioSession(
            context,
            options,
            id,
            handle
        ));
        if (Enter(session) == Admission.Drop)
            session.Cancel(SessionEndReason.Dropped);
        else
            session.Admit();
        _context.Output.Reconsider();
        EngineLog.SessionOpened(_logger, session.Id, options.Format);
        return session;
    }

    /// <exception cref="AudioException">Its channel is full; the session is as if it had never been.</exception>
    private Admission Enter(AudioSession session)
    {
        try
        {
            return _context.Channels.Enter(session.InChannel);
        }
        catch (AudioException)
        {
            _sessions.Remove(session);
            throw;
        }
    }

    /// <exception cref="AudioException">The engine is closing, or an option is out of range.</exception>
    /// <exception cref="Effects.EffectException">One of its effects cannot work at the mix rate.</exception>
    private void Check(SessionOptions options)
    {
        if (_closing)
            throw new AudioException(AudioErrorKind.Closed, "The engine is closing; no new sessions.");
        SessionOptionsCheck.Check(options, _context.SampleRate);
    }

    private void OnEnded(AudioSession session, SessionResult result)
    {
        if (!_sessions.Remove(session))
            return;
        _context.Channels.Leave(session.InChannel);
        _idleTrim.Consider();
        EngineLog.SessionEnded(_logger, result);
        _ended.OnNext(result);
    }

    /// <summary>Frees what the pools keep for the next burst, and all that nobody refers to.</summary>
    private void GiveMemoryBack()
    {
        _context.Buffering.Blocks.Trim();
        _context.Backlog.Blocks.Trim();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>Handles changes that the render thread reported. Thread pool.</summary>
    private void ObserveMixer()
    {
        while (_context.Mixer.TakeEffectFault() is var (bus, effect, fault))
            EngineLog.BusEffectFailed(_logger, fault, effect, bus.Name);
        _context.Mixer.TellNews();
    }
}
