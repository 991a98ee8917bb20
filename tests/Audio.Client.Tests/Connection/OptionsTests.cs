using System.Reflection;
using Audio.Client.Tests.Fakes;
using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Connection;

/// <summary>Options are read once, when the client is made.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void All_of_them_are_read()
    {
        var options = new AudioDaemonClientOptions
        {
            Reconnect = null,
            ResendUnplayed = true,
            Fallback = DaemonFallback.SpawnPerRequest,
            DaemonPath = "/bin/audiod",
            ConnectTimeout = TimeSpan.FromSeconds(1),
            SpawnTimeout = TimeSpan.FromSeconds(2),
            KeepAliveInterval = TimeSpan.FromSeconds(3),
            KeepAliveTimeout = TimeSpan.FromSeconds(4),
        };
        options.Endpoints.Add("localhost:8097");
        options.DaemonArguments.Add("--sink");
        var usual = new AudioDaemonClientOptions();

        AudioDaemonClientOptions read = options.Read();

        foreach (PropertyInfo property in typeof(AudioDaemonClientOptions).GetProperties())
        {
            property
                .GetValue(options)
                .Should()
                .NotBeEquivalentTo(property.GetValue(usual), $"{property.Name} is to be told apart");
            property.GetValue(read).Should().BeEquivalentTo(property.GetValue(options), property.Name);
        }
    }

    [Fact]
    public async Task What_is_changed_later_changes_nothing()
    {
        AudioDaemonClientOptions? options = null;
        await using ClientRig rig = await ClientRig.ConnectAsync(o => options = o);
        PlaybackSession session = await rig.StartAsync();

        options!.Reconnect = null; // would give up at once
        rig.Connection.Cut();

        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Answer(ended: [FakeConnection.Ended("s")]));
        (await session.Completion.Within()).Reason.Should().Be(SessionEndReason.Completed);
    }

    [Fact]
    public void What_is_null_among_them_is_the_programs_mistake()
    {
        var options = new AudioDaemonClientOptions();
        options.Endpoints.Add(null!);

        FluentActions
            .Invoking(() => new AudioDaemonClient(options))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("*Endpoints*");
    }
}
