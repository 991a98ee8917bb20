using Audio.Core.Etiquette;
using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Testing.Engines;
using static Audio.Testing.Engines.TestEngine;

namespace Audio.Core.Tests.Etiquette;

/// <summary>
/// docs/etiquette.md says what the rules say, and the engine does what the page says, for every combination.
/// </summary>
public sealed class EtiquetteTableTests
{
    public static TheoryData<string, SessionPriority, SessionPriority> Pairs()
    {
        var data = new TheoryData<string, SessionPriority, SessionPriority>();
        foreach ((string words, _) in EtiquettePage.Newcomers)
        {
            foreach (SessionPriority newcomer in Enum.GetValues<SessionPriority>())
            {
                foreach (SessionPriority other in Enum.GetValues<SessionPriority>())
                    data.Add(words, newcomer, other);
            }
        }

        return data;
    }

    [Fact]
    public void The_truth_table_of_the_page_is_that_of_the_rules() =>
        EtiquettePage.TruthTable.Should().Equal(EtiquettePage.MakeTruthTable());

    [Fact]
    public void The_ducking_table_of_the_page_is_that_of_the_defaults() =>
        EtiquettePage.DuckingTable.Should().Equal(EtiquettePage.MakeDuckingTable());

    [Theory, MemberData(nameof(Pairs))]
    public async Task Where_the_other_plays(string newcomer, SessionPriority own, SessionPriority other)
    {
        var test = new TestEngine();
        AudioSession there = await Open(test, new SessionEtiquette { Priority = other, Channel = "c" }, frames: 9_600);
        test.Output.Render(240);
        ChannelOutlook outlook = Foresee(test, newcomer, own);
        AudioSession comes = await Open(test, Etiquette(newcomer, own), frames: 480);
        (string, string) cell = EtiquettePage.Cell(newcomer, Occupancy.Playing, other - own);
        await Check(test, comes, there, cell);
        CheckOutlook(outlook, there, cell);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task Where_the_other_is_silent(string newcomer, SessionPriority own, SessionPriority other)
    {
        var test = new TestEngine();
        AudioSession there = await Open(test, new SessionEtiquette { Priority = other, Channel = "c" }, frames: 480);
        test.Output.PlayOut();
        test.Time.Advance(TimeSpan.FromSeconds(2));
        ChannelOutlook outlook = Foresee(test, newcomer, own);
        AudioSession comes = await Open(test, Etiquette(newcomer, own), frames: 480);
        (string, string) cell = EtiquettePage.Cell(newcomer, Occupancy.Silent, other - own);
        await Check(test, comes, there, cell);
        CheckOutlook(outlook, there, cell);
    }

    /// <summary>Both wait behind an alert that plays, and what the table says is who begins first.</summary>
    [Theory, MemberData(nameof(Pairs))]
    public async Task Where_the_other_waits(string newcomer, SessionPriority own, SessionPriority other)
    {
        if (own == SessionPriority.Alert || other == SessionPriority.Alert)
            return; // an alert is what they wait for
        var test = new TestEngine();
        AudioSession alert = await Open(
            test,
            new SessionEtiquette { Priority = SessionPriority.Alert, Channel = "c" },
            frames: 480
        );
        AudioSession there = await Open(
            test,
            new SessionEtiquette
            {
                Priority = other,
                Channel = "c",
                Overlap = ChannelOverlap.Queue,
            },
            frames: 480
        );
        there.State.Should().Be(SessionState.Queued);
        AudioSession comes = await Open(test, Etiquette(newcomer, own), frames: 480);
        (string fate, string othersFate) = EtiquettePage.Cell(newcomer, Occupancy.Waiting, other - own);

        alert.Complete();
        test.Output.PlayOut();
        test.Time.Advance(TimeSpan.FromSeconds(1));
        alert.Completion.IsCompleted.Should().BeTrue();
        if (othersFate == "replaced")
            Ended(there).Reason.Should().Be(SessionEndReason.Replaced);
        switch (fate)
        {
            case "plays":
                comes.State.Should().Be(newcomer == "`mix`" ? SessionState.Playing : SessionState.Buffering);
                if (othersFate == "stays" && newcomer != "`mix`")
                    there.State.Should().Be(SessionState.Queued, "the newcomer came first");
                break;
            case "waits":
                (comes.State, there.State).Should().Be((SessionState.Queued, SessionState.Buffering));
                break;
            case "is dropped":
                Ended(comes).Reason.Should().Be(SessionEndReason.Dropped);
                there.State.Should().Be(SessionState.Buffering);
                break;
            default:
                throw new InvalidDataException(fate);
        }
    }

    private static SessionEtiquette Etiquette(string newcomer, SessionPriority priority) =>
        EtiquettePage.Newcomers.Single(entry => entry.Words == newcomer).Etiquette with
        {
            Priority = priority,
            Channel = "c",
        };

    private static ChannelOutlook Foresee(TestEngine test, string newcomer, SessionPriority own) =>
        test
            .Engine.Explain(
                new SessionOptions { Format = AudioFormat.Pcm16(48_000, 1), Etiquette = Etiquette(newcomer, own) }
            )
            .Channel;

    /// <summary>What was foreseen is what the page says.</summary>
    private static void CheckOutlook(ChannelOutlook outlook, AudioSession there, (string Newcomer, string Other) cell)
    {
        outlook
            .Admission.Should()
            .Be(
                cell.Newcomer switch
                {
                    "plays" => Admission.Play,
                    "waits" => Admission.Wait,
                    _ => Admission.Drop,
                }
            );
        outlook.Ahead.Should().Equal(cell.Newcomer == "plays" ? [] : [there.Id]);
        outlook.Replaces.Should().Equal(cell.Other == "replaced" ? [there.Id] : []);
        outlook.Interrupts.Should().Equal(cell.Other == "interrupted" ? [there.Id] : []);
    }

    private static async Task<AudioSession> Open(TestEngine test, SessionEtiquette etiquette, int frames)
    {
        AudioSession session = test.Engine.OpenSession(
            new SessionOptions { Format = AudioFormat.Pcm16(48_000, 1), Etiquette = etiquette }
        );
        if (session.State != SessionState.Ended)
            await session.WriteAsync(Pcm(Ramp(frames)));
        return session;
    }

    private static async Task Check(
        TestEngine test,
        AudioSession comes,
        AudioSession there,
        (string Newcomer, string Other) cell
    )
    {
        test.Output.Render(480);
        switch (cell.Newcomer)
        {
            case "plays":
                (comes.State, comes.Waiting).Should().Be((SessionState.Playing, null));
                break;
            case "waits":
                comes.State.Should().Be(SessionState.Queued);
                comes.Waiting.Should().Be(new SessionWait(2));
                comes.Statistics.FramesPlayed.Should().Be(0);
                break;
            case "is dropped":
                Ended(comes).Reason.Should().Be(SessionEndReason.Dropped);
                break;
            default:
                throw new InvalidDataException(cell.Newcomer);
        }

        test.Output.FramesPlayed = test.Output.Rendered.Count / 2;
        test.Time.Advance(TimeSpan.FromMilliseconds(100));
        switch (cell.Other)
        {
            case "stays":
                there.State.Should().Be(SessionState.Playing);
                break;
            case "replaced":
                SessionResult result = Ended(there);
                (result.Reason, result.Statistics.FramesPlayed)
                    .Should()
                    .Be((SessionEndReason.Replaced, 240L + 240L), "it faded over 5 ms");
                break;
            case "interrupted":
                (there.State, there.Waiting).Should().Be((SessionState.Queued, new SessionWait(1, comes.Id)));
                there.Statistics.FramesPlayed.Should().Be(240 + 240);
                break;
            default:
                throw new InvalidDataException(cell.Other);
        }
    }

    /// <summary>How it ended; it must have.</summary>
    private static SessionResult Ended(AudioSession session)
    {
        session.Completion.IsCompleted.Should().BeTrue();
        return session.Completion.Result;
    }
}
