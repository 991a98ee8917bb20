using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Testing.Engines;
using FluentAssertions.Execution;

namespace Audio.Core.Tests.Engine;

/// <summary>
/// 10,000 sessions live at random in virtual time: chunks, gaps, pauses, steals, queues, kills, empty sessions.
/// Whatever happened, each has one ending that adds up, and nothing of them is left.
/// </summary>
public sealed class RandomLivesTests
{
    private const int Worlds = 100;
    private const int LivesInAWorld = 100;
    private static readonly int[] Rates = [8_000, 24_000, 44_100, 48_000];

    /// <summary>What a daemon says of an ending, but for faults, which are not tried here.</summary>
    private static readonly SessionEndReason[] Tried =
    [
        .. Enum.GetValues<SessionEndReason>()
            .Except([SessionEndReason.Failed, SessionEndReason.Lost, SessionEndReason.Other]),
    ];

    private static readonly string?[] Channels = [null, null, "a", "b"];

    [Fact]
    public void Lives_each_end_once_add_up_and_leave_nothing()
    {
        SessionResult[] endings = [.. Enumerable.Range(1, Worlds).SelectMany(LiveInAWorld)];
        endings.Should().HaveCount(10_000);
        foreach (SessionEndReason reason in Tried)
        {
            endings
                .Count(end => end.Reason == reason)
                .Should()
                .BeGreaterThan(100, "{0} is part of what is tried", reason);
        }

        endings.Count(static end => end.Statistics.Underruns > 0).Should().BeGreaterThan(1_000);
        endings.Count(static end => end.Statistics.FramesReceived == 0).Should().BeGreaterThan(100);
        endings
            .Count(static end => end.Statistics is { FramesPlayed: > 0, FramesDiscarded: > 0 })
            .Should()
            .BeGreaterThan(100);
    }

    private static List<SessionResult> LiveInAWorld(int seed)
    {
        using var scope = new AssertionScope($"world {seed}");
        var random = new Random(seed);
        var test = new TestEngine(static options => options.MaxBuffered = TimeSpan.FromSeconds(1));
        var endings = new List<SessionResult>();
        using IDisposable watch = test.Engine.SessionEnded.Subscribe(endings.Add);
        var opened = new Dictionary<string, Life>();

        while (opened.Count < LivesInAWorld || test.Engine.Sessions.Count > 0)
        {
            AudioSession[] living =
            [
                .. test.Engine.Sessions.OrderBy(static session => session.Id, StringComparer.Ordinal),
            ];
            bool isLate = opened.Count == LivesInAWorld;
            if (!isLate && (living.Length == 0 || living.Length < 24 && random.Next(4) == 0))
                Open(test, random, opened);
            else if (living.Length > 0)
                opened[living[random.Next(living.Length)].Id].GoOn(random, isLate);
            Pass(test, random);
        }

        endings.Select(static end => end.SessionId).Should().BeEquivalentTo(opened.Keys, "each ends exactly once");
        foreach (SessionResult end in endings)
        {
            opened[end.SessionId].Write.IsCompletedSuccessfully.Should().BeTrue("no producer is left waiting");
            SessionStatistics figures = end.Statistics;
            (figures.FramesPlayed + figures.FramesDiscarded).Should().Be(figures.FramesReceived, "{0}", end);
            figures.FramesPlayed.Should().BeInRange(0, figures.FramesReceived, "{0}", end);
            if (end.Reason is SessionEndReason.Completed or SessionEndReason.Disconnected)
                figures.FramesDiscarded.Should().Be(0, "{0}", end);
            if (end.Reason is SessionEndReason.Dropped or SessionEndReason.Expired)
                figures.FramesPlayed.Should().Be(0, "{0}", end);
            end.Reason.Should().NotBe(SessionEndReason.Failed, "{0}", end);
        }

        test.Output.Render(240).Should().BeFalse();
        test.Engine.Buses.Should().OnlyContain(static bus => bus.Ducking == 1f);
        test.Engine.BlocksRented.Should().Be(0);
        test.Engine.ChannelCount.Should().Be(0);
        test.Output.Rendered.TrueForAll(static sample => sample is >= -1f and <= 1f).Should().BeTrue();
        return endings;
    }

    private static void Open(TestEngine test, Random random, Dictionary<string, Life> opened)
    {
        string? channel = Channels[random.Next(Channels.Length)];
        ChannelOverlap overlap = channel is null ? ChannelOverlap.Mix : (ChannelOverlap)random.Next(4);
        AudioSession session = test.Engine.OpenSession(
            new SessionOptions
            {
                Format = AudioFormat.Pcm16(Rates[random.Next(Rates.Length)], random.Next(1, 3)),
                Volume = random.NextSingle() * 2,
                Etiquette = new SessionEtiquette
                {
                    Priority = (SessionPriority)random.Next(4),
                    Channel = channel,
                    Overlap = overlap,
                    ResumeInterrupted = overlap == ChannelOverlap.Replace && random.Next(2) == 0,
                    ExpiresAfter = random.Next(8) == 0 ? TimeSpan.FromMilliseconds(random.Next(1, 3_000)) : null,
                },
            }
        );
        opened.Add(session.Id, new Life(session));
    }

    /// <summary>A period or none is rendered, some or all of it is heard, and time goes on.</summary>
    private static void Pass(TestEngine test, Random random)
    {
        for (int periods = random.Next(4); periods > 0; periods--)
            test.Output.Render(240);
        long rendered = test.Output.Rendered.Count / 2;
        test.Output.FramesPlayed = Math.Max(
            test.Output.FramesPlayed,
            random.Next(3) == 0 ? rendered : Math.Max(0, rendered - random.Next(960))
        );
        test.Time.Advance(TimeSpan.FromMilliseconds(random.Next(20)));
        if (random.Next(20) == 0)
            test.Time.Advance(TimeSpan.FromSeconds(1));
        if (random.Next(50) == 0)
            test.Engine.Buses[random.Next(4)].Volume = random.NextSingle() * 2;
        if (random.Next(50) == 0)
            test.Engine.Buses[random.Next(4)].IsMuted ^= true;
    }

    private sealed class Life(AudioSession session)
    {
        /// <summary>The last chunk, which may have to wait for room.</summary>
        public Task Write { get; private set; } = Task.CompletedTask;

        /// <summary>Something happens to it; late in the day only what leads to its end.</summary>
        public void GoOn(Random random, bool isLate)
        {
            switch (random.Next(isLate ? 5 : 16))
            {
                case 0:
                    session.Complete();
                    break;
                case 1:
                    session.Disconnect();
                    break;
                case 2:
                    session.Cancel();
                    break;
                case 3 or 5:
                    session.Resume();
                    break;
                case 4:
                    session.Volume = random.NextSingle() * 2;
                    break;
                case 6:
                    session.Pause();
                    break;
                default:
                    SendChunk(random);
                    break;
            }
        }

        /// <summary>0 to 60 ms, which may end in the middle of a sample, where it still takes any.</summary>
        private void SendChunk(Random random)
        {
            if (
                session.IsStreamEnded
                || session.State is SessionState.Draining or SessionState.Ended
                || !Write.IsCompleted
            )
            {
                return;
            }

            byte[] chunk = new byte[random.Next((int)session.Format!.Value.BytesPerSecond * 60 / 1_000)];
            random.NextBytes(chunk);
            try
            {
                Write = session.WriteAsync(chunk).AsTask();
            }
            catch (AudioException e) when (e.Kind == AudioErrorKind.SessionEnded)
            {
                // Its end was asked for, by its producer or by another session, and is not here yet.
            }
        }
    }
}
