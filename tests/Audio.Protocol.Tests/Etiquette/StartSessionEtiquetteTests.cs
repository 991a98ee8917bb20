using System.Text;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V4;

namespace Audio.Protocol.Tests.Etiquette;

/// <summary>An etiquette as <c>start_session</c> carries it.</summary>
public sealed class StartSessionEtiquetteTests
{
    private static readonly V4StartSession Start = new()
    {
        AudioFormat = V4AudioFormat.Of(AudioFormat.Pcm16(24_000, 1)),
    };

    public static TheoryData<SessionEtiquette> Etiquettes =>
        [
            SessionEtiquette.Default,
            new SessionEtiquette { Priority = SessionPriority.Media },
            new SessionEtiquette
            {
                Priority = SessionPriority.Alert,
                Channel = "c",
                Overlap = ChannelOverlap.Queue,
                ExpiresAfter = TimeSpan.FromSeconds(2.5),
            },
            new SessionEtiquette
            {
                Channel = "c",
                Overlap = ChannelOverlap.Replace,
                ResumeInterrupted = true,
                ExpiresAfter = SessionEtiquette.MaxExpiry,
            },
            new SessionEtiquette { Channel = "c" },
        ];

    [Theory]
    [MemberData(nameof(Etiquettes))]
    public void It_comes_out_as_it_went_in(SessionEtiquette etiquette) =>
        ((V4StartSession)V4ClientMessages.Read(V4ClientMessages.Write(Start.With(etiquette)), out _))
            .ToEtiquette()
            .Should()
            .Be(etiquette);

    [Fact]
    public void What_is_as_usual_is_not_said() =>
        Encoding
            .UTF8.GetString(V4ClientMessages.Write(Start.With(SessionEtiquette.Default)))
            .Should()
            .Be(Encoding.UTF8.GetString(V4ClientMessages.Write(Start)));
}
