using Audio.Core.Buffers;
using Audio.Core.Etiquette;
using Audio.Core.Mixing;
using Audio.Core.Sessions;
using Audio.Core.Sessions.Intake;
using Audio.Core.Sessions.Stages;
using Audio.Core.Sinks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Core.Tests.Sessions;

/// <summary>What the parts of a session need when they are tested alone: a mix of 48 kHz, work done in place.</summary>
internal static class SessionParts
{
    public static SessionContext Context(TimeProvider time, IAudioOutput output) =>
        new()
        {
            Mixer = new Mixer(48_000, time: time),
            Channels = new Channels(
                time,
                new ChannelLimits(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), MaxSessions: 128)
            ),
            Output = output,
            Buffering = new StreamBuffering
            {
                SampleRate = 48_000,
                Blocks = new SampleBlockPool(capacity: 100),
                MaxBuffered = TimeSpan.FromMilliseconds(20),
                Prefill = TimeSpan.Zero,
                MaxPrefill = TimeSpan.Zero,
            },
            Backlog = new BacklogSettings(new ByteBlockPool(capacity: 100), TimeSpan.FromSeconds(1), 1_000_000),
            Time = time,
            Logger = NullLogger.Instance,
            WakeTakes = TimeSpan.FromMilliseconds(5),
            Start = static item => item.Execute(),
            Ended = static (_, _) => { },
        };
}
