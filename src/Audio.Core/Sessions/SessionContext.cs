using Audio.Core.Codecs.Foreign;
using Audio.Core.Effects;
using Audio.Core.Etiquette;
using Audio.Core.Mixing;
using Audio.Core.Sessions.Intake;
using Audio.Core.Sessions.Stages;
using Audio.Core.Sinks;
using Microsoft.Extensions.Logging;

namespace Audio.Core.Sessions;

/// <summary>What every session of one engine shares.</summary>
internal sealed record SessionContext
{
    public required Mixer Mixer { get; init; }

    /// <summary>Who plays and who waits.</summary>
    public required Channels Channels { get; init; }

    public required IAudioOutput Output { get; init; }

    public required StreamBuffering Buffering { get; init; }

    public required BacklogSettings Backlog { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>How much sound the output takes at once when it wakes.</summary>
    public required TimeSpan WakeTakes { get; init; }

    /// <summary>Decodes what is not decoded here.</summary>
    public Ffmpeg Ffmpeg { get; init; } = Ffmpeg.Unused;

    /// <summary>The effects of a session that does not name its own.</summary>
    public EffectChain Effects { get; init; } = EffectChain.Empty;

    /// <summary>Runs work items: on the thread pool, or in place in tests.</summary>
    public required Action<IThreadPoolWorkItem> Start { get; init; }

    /// <summary>Called once when a session has ended, on its scheduler.</summary>
    public required Action<AudioSession, SessionResult> Ended { get; init; }

    public int SampleRate => Mixer.WaveFormat.SampleRate;
}
