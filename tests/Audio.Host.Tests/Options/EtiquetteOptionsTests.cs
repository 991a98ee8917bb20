using Audio.Core.Mixing;
using Audio.Host.Options;
using Audio.Protocol.Etiquette;

namespace Audio.Host.Tests.Options;

/// <summary>The options for etiquette and ducking.</summary>
public sealed class EtiquetteOptionsTests
{
    [Fact]
    public void Each_is_read()
    {
        DaemonOptions options = Load(
            ("Ducking", "speech>media:-20:30:500, alert > speech : -6"),
            ("SilentAfter", "500ms"),
            (
                "V3Etiquette",
                "priority=notification, channel=v3,overlap=replace,expiresAfter=2500,resumeInterrupted=true"
            )
        );

        options
            .Engine.Ducking.Should()
            .Equal(
                new DuckingRule(SessionPriority.Speech, SessionPriority.Media)
                {
                    Level = -20,
                    Attack = TimeSpan.FromMilliseconds(30),
                    Release = TimeSpan.FromMilliseconds(500),
                },
                new DuckingRule(SessionPriority.Alert, SessionPriority.Speech) { Level = -6 }
            );
        options.Engine.SilentAfter.Should().Be(TimeSpan.FromMilliseconds(500));
        options
            .V3Etiquette.Should()
            .Be(
                new SessionEtiquette
                {
                    Priority = SessionPriority.Notification,
                    Channel = "v3",
                    Overlap = ChannelOverlap.Replace,
                    ExpiresAfter = TimeSpan.FromSeconds(2.5),
                    ResumeInterrupted = true,
                }
            );
    }

    [Fact]
    public void Left_out_they_are_as_usual() =>
        Load()
            .Should()
            .BeEquivalentTo(
                new
                {
                    Engine = new { Ducking = Array.Empty<DuckingRule>(), SilentAfter = TimeSpan.FromSeconds(2) },
                    V3Etiquette = SessionEtiquette.Default,
                }
            );

    [Theory]
    [InlineData(
        "Ducking",
        "media>speech:-12",
        "--duck must be a rule where the priority in front is the higher one (alert > speech > notification > "
            + "media); got 'media>speech:-12'"
    )]
    [InlineData(
        "Ducking",
        "quiet",
        "--duck must be HIGHER>LOWER:LEVEL_DB[:ATTACK_MS[:RELEASE_MS]], as speech>media:-12:50:300; got 'quiet'"
    )]
    [InlineData("SilentAfter", "1ms", "--silent-after must be between 100 ms and 1 h; got 1ms")]
    [InlineData(
        "V3Etiquette",
        "speech/mix",
        "--v3-etiquette must consist of priority, channel, overlap, expiresAfter, resumeInterrupted, such as "
            + "priority=speech,channel=talk,overlap=queue; got 'speech/mix'"
    )]
    [InlineData(
        "V3Etiquette",
        "priority=loud",
        "--v3-etiquette must be an etiquette, and its priority must be one of media, notification, speech, "
            + "alert; got 'priority=loud'"
    )]
    [InlineData(
        "V3Etiquette",
        "overlap=queue",
        "--v3-etiquette must be a consistent etiquette: overlap queue needs a channel; got 'overlap=queue'"
    )]
    public void What_cannot_be_used_is_said(string name, string value, string message) =>
        FluentActions
            .Invoking(() => Load((name, value)))
            .Should()
            .Throw<OptionException>()
            .WithMessage(message.Replace("*", "\\*", StringComparison.Ordinal));

    private static DaemonOptions Load(params (string Name, string Value)[] values) =>
        DaemonOptionsLoader.Load(SettingLayer.CommandLine(values.ToDictionary(v => v.Name, v => v.Value)));
}
