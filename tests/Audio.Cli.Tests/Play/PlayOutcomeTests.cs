using System.Text.RegularExpressions;
using Audio.Cli.Invocation;
using Audio.Cli.Play;
using Audio.Client;
using Audio.Protocol;

namespace Audio.Cli.Tests.Play;

/// <summary>What is printed about a file, and where.</summary>
public sealed class PlayOutcomeTests
{
    private static readonly PlaybackResult Result = new()
    {
        SessionId = "s",
        Reason = SessionEndReason.Completed,
        ReasonText = "completed",
        FramesPlayed = 12_000,
        FramesReceived = 12_000,
        BytesReceived = 24_000,
        Underruns = 0,
        TimeToFirstAudio = TimeSpan.FromMilliseconds(1.25),
        Played = TimeSpan.FromSeconds(1.5),
        Restarts = 0,
    };

    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void What_was_heard_whole_goes_to_standard_output() =>
        Show("a.wav", PlayOutcome.Of(Result, wasAsked: false))
            .Should()
            .Be(("a.wav: 1.50 s played, TTFA 1.3 ms, 0 underruns, completed\n", ""));

    [Fact]
    public void What_was_wrong_goes_to_standard_error() =>
        Show(
                "a.wav",
                PlayOutcome.Of(
                    Result with
                    {
                        Reason = SessionEndReason.Lost,
                        ReasonText = "lost",
                        Error = "Gone.\u001b[2J",
                        TimeToFirstAudio = null,
                        Underruns = 1,
                    },
                    wasAsked: false
                )
            )
            .Should()
            .Be(("", "audiod: a.wav: 1.50 s played, no TTFA, 1 underrun, lost: Gone.?[2J\n"));

    [Theory]
    [InlineData(1.5, ", but nobody could hear it: Muted.")]
    [InlineData(0.25, ", but 0.25 s of it could not be heard: Muted.")]
    public void What_nobody_could_hear_is_trouble(double unheard, string said)
    {
        var outcome = PlayOutcome.Of(
            Result with
            {
                IsAudible = false,
                InaudibleReason = "master_muted",
                InaudibleMessage = "Muted.",
                Unheard = TimeSpan.FromSeconds(unheard),
            },
            wasAsked: false
        );

        (outcome.IsWhole, outcome.IsUnheard).Should().Be((true, true));
        Show("a.wav", outcome)
            .Should()
            .Be(("", $"audiod: a.wav: 1.50 s played, TTFA 1.3 ms, 0 underruns, completed{said}\n"));
    }

    [Theory]
    [InlineData("null_sink", " (to the null sink, as requested)")]
    [InlineData("wav_sink", " (into a file, as requested)")]
    public void What_nobody_was_to_hear_is_as_it_was_asked_for(string reason, string said)
    {
        var outcome = PlayOutcome.Of(
            Result with
            {
                InaudibleReason = reason,
                InaudibleMessage = "So.",
            },
            wasAsked: false
        );

        (outcome.IsTrouble, outcome.IsUnheard).Should().Be((false, false));
        outcome.Text.Should().EndWith($"completed{said}");
    }

    [Fact]
    public void That_somebody_pressed_Ctrl_C_is_no_trouble_and_not_whole()
    {
        var outcome = PlayOutcome.Of(
            Result with
            {
                Reason = SessionEndReason.Cancelled,
                ReasonText = "cancelled",
            },
            wasAsked: true
        );

        outcome.IsWhole.Should().BeFalse();
        Show("-", outcome).Should().Be(("standard input: 1.50 s played, TTFA 1.3 ms, 0 underruns, cancelled\n", ""));
        PlayOutcome
            .Of(Result with { Reason = SessionEndReason.Cancelled }, wasAsked: false)
            .IsTrouble.Should()
            .BeTrue("somebody else did it");
    }

    [Fact]
    public void What_the_daemon_refuses_is_said_with_the_files_name_and_what_to_do()
    {
        var outcome = PlayOutcome.Of(
            Result with
            {
                Reason = SessionEndReason.Failed,
                ReasonText = "failed",
                FramesPlayed = 0,
                Error = "It is AAC, which is not played; send WAV.",
            },
            wasAsked: false
        );

        Show("a.aac", outcome)
            .Error.Should()
            .Be(
                "audiod: a.aac: It is AAC, which is not played; send WAV. "
                    + "Or convert it: ffmpeg -v error -i FILE -f wav - | audiod play -. "
                    + "Raw samples need --rate 24000 --channels 1 --encoding pcm_s16le.\n"
            );
    }

    [Theory]
    [InlineData(1, ", 1 damaged frame,")]
    [InlineData(2, ", 2 damaged frames,")]
    public void Damaged_frames_are_counted(int damaged, string text) =>
        PlayOutcome.Of(Result with { Damaged = damaged }, wasAsked: false).Text.Should().Contain(text);

    [Theory]
    [InlineData("A title of its own")]
    [InlineData("A very, very, very, very, very, very, very, very, very, very long title of a very long song")]
    public async Task A_bar_with_a_title_fits_80_columns(string title)
    {
        var terminal = new FakeTerminal { Width = 80 };
        await PlayBars.ShowAsync(terminal.Console, view =>
        {
            view.Show(
                new FilePlay("a.mp3")
                {
                    Title = title,
                    Length = TimeSpan.FromSeconds(3_600),
                    Played = TimeSpan.FromSeconds(3_599.9),
                }
            );
            return Task.CompletedTask;
        });

        terminal.Text.Should().Contain(title[..18]).And.Contain("3599.9 of 3600.0 s").And.NotContain("a.mp3");
        Regex
            .Replace(terminal.Text, @"\u001b\[[0-9;?]*[a-zA-Z]", "\n")
            .Split('\n')
            .Should()
            .OnlyContain(line => line.TrimEnd().Length <= 80);
    }

    [Fact]
    public void A_name_does_not_steer_the_terminal() =>
        Show("a\u001b[31m\n.wav", PlayOutcome.NotPlayed("is empty."))
            .Error.Should()
            .Be("audiod: a?[31m?.wav: is empty.\n");

    [Fact]
    public void A_bar_says_how_far_it_is_and_then_how_it_ended()
    {
        var play = new FilePlay("a.wav") { Played = TimeSpan.FromSeconds(1.25) };
        PlayBars.TextOf(play).Should().Be("1.3 s");
        play.Length = TimeSpan.FromSeconds(3);
        PlayBars.TextOf(play).Should().Be("1.3 of 3.0 s");
        play.Outcome = PlayOutcome.Of(Result, wasAsked: false);
        PlayBars.TextOf(play).Should().Be("1.50 s played, TTFA 1.3 ms, 0 underruns, completed");
        play.Outcome = PlayOutcome.NotPlayed("is empty.");
        PlayBars.TextOf(play).Should().Be("not heard in full");
    }

    [Fact]
    public async Task Bars_stay_with_how_it_ended()
    {
        var terminal = new FakeTerminal();
        await PlayBars.ShowAsync(terminal.Console, view =>
        {
            var play = new FilePlay("[red]a.wav") { Length = TimeSpan.FromSeconds(2) };
            view.Show(play);
            play.Played = TimeSpan.FromSeconds(1);
            view.Show(play);
            play.Outcome = PlayOutcome.Of(Result, wasAsked: false);
            view.Show(play);
            return Task.CompletedTask;
        });

        terminal.Text.Should().Contain("[red]a.wav").And.Contain("completed");
    }

    [Theory]
    [InlineData("-", "play-stdin-")]
    [InlineData("/tmp/Guten Tag, Äpfel.wav", "play-Guten_Tag___pfel-")]
    [InlineData(
        "a0123456789b0123456789c0123456789d0123456789e0123456789.wav",
        "play-a0123456789b0123456789c0123456789d012345-"
    )]
    public void A_session_is_named_for_its_file(string file, string start)
    {
        string name = PlayRunner.SessionNameOf(file);

        name.Should().StartWith(start).And.HaveLength(start.Length + 8);
        SessionNames.Refusal(name).Should().BeNull();
        PlayRunner.SessionNameOf(file).Should().NotBe(name);
    }

    private (string Out, string Error) Show(string file, PlayOutcome outcome)
    {
        new PlayLines(
            new CommandContext
            {
                Out = _out,
                Error = _error,
                Layers = [],
            }
        ).Show(new FilePlay(file) { Outcome = outcome });
        return (_out.ToString().ReplaceLineEndings("\n"), _error.ToString().ReplaceLineEndings("\n"));
    }
}
