using Audio.Core.Buffers;
using Audio.Core.Etiquette;
using Audio.Core.Mixing;
using Audio.Core.Sessions;
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
            Channels = new Channels(time, TimeSpan.FromSeconds(1)),
            Output = output,
            Blocks = new SampleBlockPool(capacity: 100),
            BacklogBlocks = new ByteBlockPool(capacity: 100),
            MaxBacklog = TimeSpan.FromSeconds(1),
            MaxBacklogBytes = 1_000_000,
            Time = time,
            Logger = NullLogger.Instance,
            MaxBuffered = TimeSpan.FromMilliseconds(20),
            WakeTakes = TimeSpan.FromMilliseconds(5),
            Prefill = TimeSpan.Zero,
            MaxPrefill = TimeSpan.Zero,
            Start = static item => item.Execute(),
            Ended = static (_, _) => { },
        };
}
